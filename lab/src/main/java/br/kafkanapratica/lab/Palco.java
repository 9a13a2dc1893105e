package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Os programas que o laboratório tem no ar, na ordem em que começaram: inicia-os, diz quando um termina, e os para a todos. Pode ser
 * usado de várias threads. Nada que não tenha começado aqui recebe um sinal.
 */
final class Palco {

    /** O laboratório fica dias no ar, com uma dúzia de programas e pouca memória, e um programa errado escreve sem parar. */
    private static final int LINHAS_GUARDADAS = 5000;

    private static final long CARACTERES_GUARDADOS = 2_000_000;

    private final Roteiro roteiro;
    private final Console console;
    private final Prazos prazos;
    private final List<Instancia> instancias = new ArrayList<>();
    private final List<Processo> passageiros = new ArrayList<>();
    private int ocupacoes;
    private boolean pronto;
    private boolean parando;

    Palco(Roteiro roteiro, Console console, Prazos prazos) {
        this.roteiro = roteiro;
        this.console = console;
        this.prazos = prazos;
    }

    /** Começa, ou recomeça, no lugar que já tinha. */
    Processo inicia(Instancia instancia) throws IOException {
        return inicia(instancia, roteiro.programa(instancia), linha -> {});
    }

    /**
     * @throws IllegalStateException com o que o impede de começar
     */
    void iniciaSePode(Instancia instancia) {
        roteiro.impedimento(instancia).ifPresent(motivo -> {
            throw new IllegalStateException(motivo);
        });
        try {
            inicia(instancia);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param ouvinte também ouve o que ele escrever, desde o começo */
    Processo inicia(Instancia instancia, Programa programa, Consumer<String> ouvinte) throws IOException {
        var saida = console.de(instancia.nome()).andThen(ouvinte);
        synchronized (this) {
            exigeQueNaoPare();
            if (instancia.viva()) {
                throw new IllegalStateException(instancia.nome() + " já está no ar.");
            }
            var processo = Processo.inicia(
                    programa.comNome(instancia.nome()),
                    saida.andThen(instancia.escuta()),
                    new UltimasLinhas(LINHAS_GUARDADAS, CARACTERES_GUARDADOS));
            instancia.comecou(processo, Instant.now());
            if (!instancias.contains(instancia)) {
                instancias.add(instancia);
            }
            processo.aoTerminar(() -> terminou(instancia, processo));
            return processo;
        }
    }

    /** Um programa que faz o que tem a fazer e termina. */
    Processo passa(Programa programa) throws IOException {
        var saida = console.de(programa.nome());
        synchronized (this) {
            exigeQueNaoPare();
            var processo = programa.inicia(saida);
            passageiros.add(processo);
            return processo;
        }
    }

    synchronized void passou(Processo processo) {
        passageiros.remove(processo);
    }

    synchronized List<Instancia> instancias() {
        return List.copyOf(instancias);
    }

    synchronized List<ProcessoVisto> vistas() {
        return instancias.stream()
                .map(instancia -> instancia.vista(roteiro.porta(instancia)))
                .toList();
    }

    /** As que ocupam, ou ocuparam, o lugar de um programa. */
    List<Instancia> noLugarDe(String papel) {
        return instancias().stream()
                .filter(instancia -> instancia.papel().equals(papel))
                .toList();
    }

    synchronized void tira(Instancia instancia) {
        instancias.remove(instancia);
    }

    synchronized Stream<Processo> processos() {
        return Stream.concat(instancias.stream().map(Instancia::processo), passageiros.stream())
                .flatMap(Stream::ofNullable)
                .toList()
                .stream();
    }

    /** Enquanto isto dura, o laboratório não acaba, ainda que por um momento não haja nada no ar. */
    <T> T ocupado(Supplier<T> tarefa) {
        synchronized (this) {
            ocupacoes++;
        }
        try {
            return tarefa.get();
        } finally {
            synchronized (this) {
                ocupacoes--;
                notifyAll();
            }
        }
    }

    synchronized boolean pronto() {
        return pronto;
    }

    synchronized boolean parando() {
        return parando;
    }

    /** Está tudo no ar: daqui em diante aceitam-se pedidos, e quem termina é avisado. */
    synchronized void abre() {
        pronto = true;
        instancias.stream().filter(instancia -> !instancia.viva()).forEach(this::avisaFim);
    }

    /** Volta quando não há mais nada no ar. */
    void acompanha() {
        synchronized (this) {
            try {
                while (ocupacoes > 0 || instancias.stream().anyMatch(Instancia::viva)) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!parando) {
                console.diz("Todos os programas terminaram, e o laboratório também. Os dados continuam em dados/.");
            }
        }
    }

    /** Diz no terminal do laboratório o que alguém pediu. */
    synchronized void diz(String frase) {
        if (!parando) {
            console.diz(frase);
        }
    }

    /** @throws IllegalStateException se o laboratório já para: congelado, o programa não acabaria de o fazer */
    synchronized void pausa(Processo processo) {
        exigeQueNaoPare();
        processo.pausa();
    }

    /** Termina por bem, esteja pausado ou não; passado o prazo, é morto. */
    boolean para(Instancia instancia) {
        var processo = instancia.processo();
        return processo == null || processo.para(prazos.parada());
    }

    /** Estas saem por pedido, e o fim delas não é notícia. Todas ao mesmo tempo: cada uma espera que o grupo se refaça. */
    void sai(List<Instancia> vivas) {
        vivas.forEach(Instancia::sai);
        para(vivas);
    }

    /** Todas ao mesmo tempo, e num prazo só. */
    void para(List<Instancia> todas) {
        var processos = todas.stream()
                .map(Instancia::processo)
                .flatMap(Stream::ofNullable)
                .toList();
        processos.forEach(processo -> aindaQueFalhe(processo, Processo::pedeQueTermine));
        long fim = System.nanoTime() + prazos.parada().toNanos();
        for (var processo : processos) {
            var resta = Duration.ofNanos(Math.max(0, fim - System.nanoTime()));
            aindaQueFalhe(processo, este -> este.para(resta));
        }
    }

    Duration parada() {
        return prazos.parada();
    }

    /**
     * Volta quando nada do que começou aqui está no ar. Da segunda vez não faz nada.
     *
     * @return quantos parou
     */
    int paraTudo(Predicate<String> ehBroker) {
        List<Processo> aParar;
        synchronized (this) {
            if (parando) {
                return 0;
            }
            parando = true;
            aParar = new ArrayList<>(processos().filter(Processo::vivo).toList());
        }
        console.cala();
        if (!aParar.isEmpty()) {
            console.diz("Parando…");
        }
        // Um broker pausado seguraria os que se despedem dele.
        aParar.forEach(processo -> aindaQueFalhe(processo, Processo::retomaSePausado));
        Collections.reverse(aParar);
        // Juntos, os brokers têm maioria a quem entregar o que lideram; um a um, o último esperaria por ela.
        var brokers = aParar.stream()
                .filter(processo -> ehBroker.test(processo.nome()))
                .toList();
        for (var processo : aParar) {
            if (brokers.size() > 1 && processo == brokers.get(0)) {
                brokers.forEach(broker -> aindaQueFalhe(broker, Processo::pedeQueTermine));
            }
            aindaQueFalhe(processo, este -> {
                if (!este.para(prazos.parada())) {
                    console.diz("%s não parou em %d s: foi morto."
                            .formatted(este.nome(), prazos.parada().toSeconds()));
                }
            });
        }
        return aParar.size();
    }

    /** Não há segunda vez: o que impede de parar um por bem (o sistema que já não inicia um sh) não deixa os outros no ar. */
    private void aindaQueFalhe(Processo processo, Consumer<Processo> passo) {
        try {
            passo.accept(processo);
        } catch (RuntimeException e) {
            processo.mata();
            console.diz("%s não parou por bem (%s): foi morto.".formatted(processo.nome(), e.getMessage()));
        }
    }

    private void terminou(Instancia instancia, Processo processo) {
        var como = processo.comoTerminouEPorQue();
        synchronized (this) {
            if (instancia.processo() == processo) {
                instancia.terminou(como, Instant.now());
                if (pronto) {
                    avisaFim(instancia);
                }
            }
            notifyAll();
        }
    }

    private void avisaFim(Instancia instancia) {
        if (parando || instancia.saindo()) {
            return;
        }
        var processo = instancia.processo();
        if (instancia.armadilha() != null && processo != null && processo.terminouBem()) {
            console.diz("%s terminou.".formatted(instancia.nome()));
            return;
        }
        console.diz("%s terminou. Para tê-lo de volta, em outro terminal, na raiz do repositório: %s (à mão: %s)"
                .formatted(instancia.nome(), Nomes.comando("iniciar", instancia.nome()), roteiro.comando(instancia)));
    }

    private void exigeQueNaoPare() {
        if (parando) {
            throw new IllegalStateException("parando");
        }
    }
}
