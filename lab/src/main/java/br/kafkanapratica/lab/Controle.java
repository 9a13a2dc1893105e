package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.Armadilha;
import br.kafkanapratica.experimentos.controle.Pedido;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.controle.Resposta;
import br.kafkanapratica.experimentos.controle.Verbo;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Faz o que se pede ao laboratório no ar. Só toca no que está no {@link Palco}. Pode ser usado de várias threads: matar e retomar fazem-se
 * na hora; o resto, um pedido por vez em cada papel, que um programa congelado no meio de uma parada não acabaria de parar.
 */
final class Controle {

    /** Menos do que quem pede espera pela resposta: senão julgaria parado um laboratório que só está ocupado. */
    private static final Duration ESPERA_DA_VEZ = Duration.ofSeconds(10);

    private static final int MAIS_INSTANCIAS = 6;
    private static final int MAIS_LINHAS = 5000;
    private static final Pattern TEMPO = Pattern.compile("(\\d{1,5})(ms|s)");
    private static final Duration MAIOR_TEMPO = Duration.ofMinutes(1);
    private static final String TEMPO_DE_SEMPRE = "normal";

    /** As linhas que dizem, com o endereço, que ainda nem tudo está no ar, ou que já não estará. */
    static final String SUBINDO = "subindo";

    static final String PARANDO = "parando";

    private final Palco palco;
    private final Supplier<String> endereco;
    private final Roteiro roteiro;
    private final Duration esperaDaVez;
    private final Map<String, ReentrantLock> travas = new ConcurrentHashMap<>();
    private final Trocas trocas;

    Controle(Palco palco, Roteiro roteiro, Supplier<String> endereco) {
        this(palco, roteiro, endereco, ESPERA_DA_VEZ);
    }

    Controle(Palco palco, Roteiro roteiro, Supplier<String> endereco, Duration esperaDaVez) {
        this.esperaDaVez = esperaDaVez;
        this.palco = palco;
        this.roteiro = roteiro;
        this.endereco = endereco;
        this.trocas = new Trocas(palco, roteiro);
    }

    Resposta atende(Pedido pedido) {
        try {
            if (pedido.verbo().soLe()) {
                return le(pedido);
            }
            if (palco.parando()) {
                return Resposta.recusa("O laboratório está parando. Para tê-lo de volta: ./start.sh");
            }
            if (!palco.pronto()) {
                return Resposta.recusa(
                        "O laboratório ainda está subindo: espere que o ./start.sh diga \"Tudo no ar\".");
            }
            var resposta = palco.ocupado(() -> faz(pedido));
            if (resposta.ok() && pedido.verbo() != Verbo.MATAR && pedido.verbo() != Verbo.PARAR) { // o fim já é dito
                palco.diz("A pedido (%s): %s".formatted(pedido.linha(), resposta.frase()));
            }
            return resposta;
        } catch (IllegalStateException e) {
            return Resposta.recusa(
                    palco.parando() ? "O laboratório está parando. Para tê-lo de volta: ./start.sh" : frase(e));
        } catch (UncheckedIOException e) {
            return Resposta.recusa("O sistema não deixou: %s.".formatted(e.getMessage()));
        }
    }

    private Resposta le(Pedido pedido) {
        return switch (pedido.verbo()) {
            case PROCESSOS -> {
                var vistas = palco.vistas();
                long vivas = vistas.stream().filter(ProcessoVisto::vivo).count();
                yield Resposta.ok(
                        "%d de %d no ar".formatted(vivas, vistas.size()),
                        vistas.stream().map(ProcessoVisto::linha).toList());
            }
            case ENDERECO -> Resposta.ok(endereco.get(), onde());
            default -> linhas(acha(pedido), pedido.argumentos().get(1));
        };
    }

    private List<String> onde() {
        var linhas = new ArrayList<>(roteiro.onde());
        if (palco.parando()) {
            linhas.add(PARANDO);
        } else if (!palco.pronto()) {
            linhas.add(SUBINDO);
        }
        return linhas;
    }

    private Resposta faz(Pedido pedido) {
        return switch (pedido.verbo()) {
            case MATAR -> mata(acha(pedido));
            case RETOMAR -> retoma(acha(pedido));
            case ARMADILHA -> armadilha(pedido.argumentos().get(0));
            case CERTO -> jaSaiu(pedido) ? naoEsta(pedido) : umPorVez(pedido);
            default -> umPorVez(pedido);
        };
    }

    private Resposta faz(Pedido pedido, Instancia instancia) {
        return switch (pedido.verbo()) {
            case PARAR -> para(instancia);
            case PAUSAR -> pausa(instancia);
            case INICIAR -> inicia(instancia);
            case DOBRAR -> dobra(instancia);
            case LENTO -> lento(instancia, pedido.argumentos().get(1));
            case CERTO -> trocas.sai(instancia);
            default -> throw new IllegalStateException("não sei fazer " + pedido.linha());
        };
    }

    /** Enquanto se esperava pela vez, o lugar pode ter mudado de dono. */
    private Resposta umPorVez(Pedido pedido) {
        return umPorVez(acha(pedido).lugar(), () -> faz(pedido, acha(pedido)));
    }

    private boolean jaSaiu(Pedido pedido) {
        var nome = pedido.argumentos().get(0);
        return Armadilha.de(nome).isPresent()
                && palco.instancias().stream()
                        .noneMatch(instancia -> instancia.nome().equals(nome));
    }

    private static Resposta naoEsta(Pedido pedido) {
        return Resposta.ok(
                "%s não está no lugar de ninguém.".formatted(pedido.argumentos().get(0)));
    }

    private Instancia acha(Pedido pedido) {
        return nomes().acha(pedido.argumentos().get(0));
    }

    private Nomes nomes() {
        return new Nomes(palco.instancias());
    }

    private Resposta mata(Instancia instancia) {
        var processo = instancia.processo();
        if (processo == null || !processo.vivo()) {
            return terminou(instancia).orElseGet(() -> jaTerminou(instancia));
        }
        processo.mata();
        return Resposta.ok("%s (PID %d) morto com kill -9. Para tê-lo de volta: %s"
                .formatted(instancia.nome(), processo.identidade().pid(), Nomes.comando("iniciar", instancia.nome())));
    }

    private Resposta para(Instancia instancia) {
        if (!instancia.viva()) {
            return terminou(instancia).orElseGet(() -> jaTerminou(instancia));
        }
        boolean porBem = palco.para(instancia);
        return Resposta.ok("%s (PID %d) %s. Para tê-lo de volta: %s"
                .formatted(
                        instancia.nome(),
                        instancia.pid(),
                        porBem
                                ? "terminou normalmente"
                                : "não terminou em %d s, e foi morto"
                                        .formatted(palco.parada().toSeconds()),
                        Nomes.comando("iniciar", instancia.nome())));
    }

    private Resposta inicia(Instancia instancia) {
        if (instancia.pausada()) {
            return Resposta.recusa("%s não terminou: está pausado (PID %d). Para retomá-lo: %s"
                    .formatted(instancia.nome(), instancia.pid(), Nomes.comando("retomar", instancia.nome())));
        }
        if (instancia.viva()) {
            return Resposta.ok("%s já está no ar (PID %d).".formatted(instancia.nome(), instancia.pid()));
        }
        palco.iniciaSePode(instancia);
        return Resposta.ok("%s começa de novo (PID %d).".formatted(instancia.nome(), instancia.pid()));
    }

    private Resposta pausa(Instancia instancia) {
        var processo = instancia.processo();
        if (processo == null || !processo.vivo()) {
            return terminou(instancia)
                    .orElseGet(() -> Resposta.recusa("%s terminou: não há o que pausar. Para tê-lo de volta: %s"
                            .formatted(instancia.nome(), Nomes.comando("iniciar", instancia.nome()))));
        }
        if (processo.pausado()) {
            return Resposta.ok("%s já estava pausado (PID %d).".formatted(instancia.nome(), instancia.pid()));
        }
        palco.pausa(processo);
        return Resposta.ok("%s (PID %d) pausado: está vivo e não faz nada. Para retomá-lo: %s"
                .formatted(instancia.nome(), instancia.pid(), Nomes.comando("retomar", instancia.nome())));
    }

    private Resposta retoma(Instancia instancia) {
        var processo = instancia.processo();
        if (processo == null || !processo.vivo()) {
            return terminou(instancia)
                    .orElseGet(() -> Resposta.recusa("%s terminou: não há o que retomar. Para tê-lo de volta: %s"
                            .formatted(instancia.nome(), Nomes.comando("iniciar", instancia.nome()))));
        }
        if (!processo.pausado()) {
            return Resposta.ok("%s não estava pausado (PID %d).".formatted(instancia.nome(), instancia.pid()));
        }
        processo.retoma();
        return Resposta.ok("%s (PID %d) retomado.".formatted(instancia.nome(), instancia.pid()));
    }

    /** O número mais baixo que estiver vago. */
    private Resposta dobra(Instancia instancia) {
        if (!Elenco.ETAPAS.contains(instancia.papel())) {
            return Resposta.recusa("Só se dobram as etapas (estoque, pagamento, notificacao): %s tem uma porta só sua."
                    .formatted(instancia.nome()));
        }
        for (int numero : IntStream.rangeClosed(2, MAIS_INSTANCIAS).toArray()) {
            var nome = Instancia.comNumero(instancia.original(), numero);
            var outra = palco.instancias().stream()
                    .filter(candidata -> candidata.nome().equals(nome))
                    .findFirst()
                    .orElseGet(() -> instancia.outra(numero));
            if (!outra.viva()) {
                outra.trabalhaEm(instancia.tempo());
                palco.iniciaSePode(outra);
                return Resposta.ok("%s começa (PID %d).".formatted(outra.nome(), outra.pid()));
            }
        }
        return Resposta.recusa("Já há %d de %s. Para parar uma: %s"
                .formatted(
                        MAIS_INSTANCIAS,
                        instancia.original(),
                        Nomes.comando("parar", Instancia.comNumero(instancia.original(), MAIS_INSTANCIAS))));
    }

    private Resposta lento(Instancia instancia, String tempo) {
        var papel = instancia.papel();
        if (!Elenco.temTempoDeTrabalho(papel)) {
            return Resposta.recusa(
                    "%s não tem um tempo de trabalho que se mude: só estoque e pagamento.".formatted(instancia.nome()));
        }
        if (!tempo.equals(TEMPO_DE_SEMPRE) && !serve(tempo)) {
            return Resposta.recusa("O tempo é como 10s ou 500ms, até %ds, ou normal: ./lab.sh lento %s 10s"
                    .formatted(MAIOR_TEMPO.toSeconds(), Nomes.curto(papel)));
        }
        var todas = palco.noLugarDe(papel);
        todas.forEach(outra -> outra.trabalhaEm(tempo.equals(TEMPO_DE_SEMPRE) ? null : tempo));
        var vivas = todas.stream().filter(Instancia::viva).toList();
        vivas.forEach(roteiro::programa); // o que falte, diz-se antes de parar alguma
        palco.sai(vivas);
        vivas.forEach(palco::iniciaSePode);
        var quais = vivas.isEmpty()
                ? "vale quando começar"
                : "recomeça (%s)"
                        .formatted(String.join(
                                ", ",
                                vivas.stream()
                                        .map(outra -> "%s, PID %d".formatted(outra.nome(), outra.pid()))
                                        .toList()));
        return Resposta.ok(
                tempo.equals(TEMPO_DE_SEMPRE)
                        ? "%s com o tempo de trabalho de sempre: %s.".formatted(papel, quais)
                        : "%s com %s por pedido: %s.".formatted(papel, tempo, quais));
    }

    private static boolean serve(String tempo) {
        var partes = TEMPO.matcher(tempo);
        if (!partes.matches()) {
            return false;
        }
        long quanto = Long.parseLong(partes.group(1));
        var duracao = partes.group(2).equals("s") ? Duration.ofSeconds(quanto) : Duration.ofMillis(quanto);
        return duracao.compareTo(MAIOR_TEMPO) <= 0;
    }

    private Resposta armadilha(String nome) {
        var armadilha = Armadilha.de(nome)
                .orElseThrow(() -> new IllegalStateException(
                        "Não há uma armadilha %s. As que há: %s.".formatted(nome, Armadilha.nomes())));
        return umPorVez(armadilha.noLugarDe().orElse(nome), () -> trocas.entra(armadilha));
    }

    /** O do laboratório terminou; o que está no ar, se há um, é de quem o iniciou. */
    private Optional<Resposta> terminou(Instancia instancia) {
        var aMao = roteiro.aMao(instancia);
        return aMao.isEmpty()
                ? Optional.empty()
                : Optional.of(Resposta.recusa(
                        "%s, o do laboratório, terminou; o que está no ar (PID %d) foi iniciado à mão: quem o iniciou o para com Ctrl-C, no terminal dele."
                                .formatted(instancia.nome(), aMao.getAsLong())));
    }

    private static Resposta jaTerminou(Instancia instancia) {
        return Resposta.ok("%s já tinha terminado. Para tê-lo de volta: %s"
                .formatted(instancia.nome(), Nomes.comando("iniciar", instancia.nome())));
    }

    private static Resposta linhas(Instancia instancia, String quantas) {
        if (!quantas.matches("\\d{1,4}") || Integer.parseInt(quantas) > MAIS_LINHAS) {
            return Resposta.recusa("Quantas linhas é um número até %d: ./lab.sh linhas %s 20"
                    .formatted(MAIS_LINHAS, Nomes.curto(instancia.nome())));
        }
        var processo = instancia.processo();
        var todas = processo == null ? List.<String>of() : processo.linhas();
        int desde = Math.max(0, todas.size() - Integer.parseInt(quantas));
        return Resposta.ok(
                "%s, PID %d".formatted(instancia.nome(), instancia.pid()), todas.subList(desde, todas.size()));
    }

    private Resposta umPorVez(String papel, Supplier<Resposta> tarefa) {
        var trava = travas.computeIfAbsent(papel, nova -> new ReentrantLock());
        try {
            if (!trava.tryLock(esperaDaVez.toMillis(), TimeUnit.MILLISECONDS)) {
                return Resposta.recusa(
                        "Outro pedido ao %s ainda está em curso: repita este quando ele acabar.".formatted(papel));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Resposta.recusa("O pedido foi interrompido à espera da vez.");
        }
        try {
            return tarefa.get();
        } finally {
            trava.unlock();
        }
    }

    private static String frase(IllegalStateException e) {
        return String.valueOf(e.getMessage());
    }
}
