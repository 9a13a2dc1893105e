package br.kafkanapratica.experimentos.estudo;

import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Verificacao;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.fatos.Coletor;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Um experimento sendo feito: a cada volta do coletor, o que já se viu vai para o caderno. Acaba quando tudo foi visto. Pode ser usado de
 * várias threads.
 */
public final class Estudo implements AutoCloseable {

    /** Olhar custa: quem volta encontra a folha, e se continua a partir dela. */
    private static final Duration ABANDONO = Duration.ofMinutes(10);

    static final String INTERROMPIDO =
            "você começou outro experimento depois deste, e o que se visse agora seria dele: recomece este";

    static final String DEMAIS =
            " (desde que você começou houve mais de 20.000 registros, e os seguintes já não se veem: se isto não mudar, recomece este)";

    static final String RETOMADO =
            "O que se fez antes de eu começar a olhar, daqui não se vê. Se a página ou outro terminal já olhava, o que ela viu vale. Se nada mais anda, recomece este experimento.";

    private final Experimento experimento;
    private final Caderno caderno;
    private final Clock relogio;
    private final boolean jaViaAlgo;
    private Folha folha;
    /** O que já não estava certo quando se começou; vazio se nada. */
    private String deAntes = "";

    private Map<String, String> faltas = Map.of();
    private String aviso = "";
    private boolean porGuardar;
    private boolean kafkaResponde = true;
    private Instant perguntado;
    private @Nullable Coletor coletor;

    private Estudo(Experimento experimento, Folha folha, Caderno caderno, Clock relogio) {
        this.experimento = experimento;
        this.folha = folha;
        this.jaViaAlgo = !folha.vistas().isEmpty();
        this.caderno = caderno;
        this.relogio = relogio;
        this.perguntado = relogio.instant();
    }

    /**
     * O aluno previu, e agora faz.
     *
     * @throws IllegalArgumentException se a letra não é a de uma alternativa
     */
    public static Estudo comeca(
            Experimento experimento, String previsao, Caderno caderno, Coletor.Fontes fontes, Clock relogio) {
        if (experimento.alternativa(previsao).isEmpty()) {
            throw new IllegalArgumentException("\"%s\" não é uma das alternativas".formatted(previsao));
        }
        var folha = Folha.nova(experimento.id(), previsao, relogio.instant());
        caderno.comeca(folha);
        return continua(experimento, folha, caderno, fontes, relogio);
    }

    /** Quem já está quando se começa é tomado pelo certo: com uma armadilha no lugar dele, o que se visse seria outra coisa. */
    private String armadilhasDeAntes(List<ProcessoVisto> processos) {
        var vivas = processos.stream()
                .filter(processo -> processo.armadilha() && processo.vivo())
                .filter(processo -> processo.desde().isBefore(folha.inicio()))
                .toList();
        return vivas.isEmpty()
                ? ""
                : "quando você começou, já estava no ar a armadilha %s. Num terminal: %s; depois, recomece este experimento"
                        .formatted(
                                vivas.stream().map(ProcessoVisto::nome).collect(Collectors.joining(" e ")),
                                vivas.stream()
                                        .map(viva -> "./lab.sh certo " + lugar(viva))
                                        .collect(Collectors.joining(" && ")));
    }

    private static String lugar(ProcessoVisto armadilha) {
        return armadilha.papel().isEmpty()
                ? armadilha.nome()
                : armadilha.papel().replace("-service", "");
    }

    /** De onde a folha parou; nada se observa se ela está completa, ou se outro experimento a interrompeu. */
    public static Estudo continua(
            Experimento experimento, Folha folha, Caderno caderno, Coletor.Fontes fontes, Clock relogio) {
        var estudo = new Estudo(experimento, folha, caderno, relogio);
        if (estudo.interrompido()) {
            estudo.interrompe();
        } else if (!folha.completa()) {
            estudo.observa(fontes);
        }
        return estudo;
    }

    private synchronized void observa(Coletor.Fontes fontes) {
        deAntes = armadilhasDeAntes(fontes.laboratorio().processos());
        coletor = new Coletor(folha.inicio(), fontes, relogio, this::confere);
    }

    public Experimento experimento() {
        return experimento;
    }

    public synchronized Folha folha() {
        perguntado = relogio.instant();
        return folha;
    }

    /** Se ainda se olha: não, depois que tudo foi visto, ou se ninguém pergunta há muito. */
    public synchronized boolean observando() {
        return coletor != null;
    }

    /** Se o Kafka respondeu na última volta; enquanto não responde, o que se sabe é de antes. */
    public synchronized boolean kafkaResponde() {
        return kafkaResponde;
    }

    /** O que falta a cada verificação que ainda não foi vista, pelo texto dela. */
    public synchronized Map<String, String> faltas() {
        return Map.copyOf(faltas);
    }

    /** O que convém saber antes de agir; vazio se nada. */
    public synchronized String aviso() {
        return aviso;
    }

    /**
     * O que convém saber de quem continua uma folha de antes: as verificações que faltam podem depender de momentos que ninguém guardou.
     * Vazio se nada, e depois de tudo visto.
     */
    public synchronized String retomado() {
        return jaViaAlgo && coletor != null ? RETOMADO : "";
    }

    private String filaDeAntes(Fatos fatos) {
        boolean comPedidos = experimento.passos().stream().anyMatch(passo -> passo.acao() instanceof FazPedidos);
        long quantos = comPedidos ? Pedidos.deAntes(fatos) : 0;
        return quantos == 0
                ? ""
                : "Pedidos de antes de você começar, ainda na fila do estoque: %d. O que lhes acontece não conta: se o número desce, espere que acabem antes de agir; se não desce, e isso não é parte do experimento, ./lab.sh certo estoque."
                        .formatted(quantos);
    }

    /** Uma volta: a página não espera por ela, e ela não espera pela página. */
    void confere(Fatos fatos) {
        junta();
        if (interrompido()) {
            interrompe();
            return;
        }
        var novas = new ArrayList<Folha.Vista>();
        var ainda = new HashMap<String, String>();
        for (var verificacao : porVer()) {
            var conclusao = deAntes.isEmpty() ? conclui(verificacao, fatos) : new Conclusao.Falta(deAntes);
            if (conclusao instanceof Conclusao.Feita feita) {
                novas.add(new Folha.Vista(verificacao.texto(), feita.prova()));
            } else if (conclusao instanceof Conclusao.Falta falta) {
                ainda.put(verificacao.texto(), fatos.demais() ? falta.oQue() + DEMAIS : falta.oQue());
            }
        }
        anota(
                novas,
                ainda,
                filaDeAntes(fatos),
                fatos.ultimo().map(Momento::kafkaResponde).orElse(true));
    }

    /** A página e o terminal olham a mesma passagem: o que um já viu não se espera no outro. */
    private synchronized void junta() {
        caderno.folha(experimento.id())
                .filter(folha::daMesmaPassagem)
                .ifPresent(doCaderno -> folha = folha.com(doCaderno));
    }

    /** Uma regra que falha não cala as outras, e se diz onde o aluno olha. */
    private static Conclusao conclui(Verificacao verificacao, Fatos fatos) {
        try {
            return verificacao.regra().apply(fatos);
        } catch (RuntimeException e) {
            return Conclusao.falta("não consegui conferir (%s)", e);
        }
    }

    private synchronized List<Verificacao> porVer() {
        return experimento.verificacoes().stream()
                .filter(verificacao -> folha.prova(verificacao.texto()).isEmpty())
                .toList();
    }

    private synchronized boolean interrompido() {
        return caderno.interrompida(folha, relogio.instant());
    }

    private synchronized void interrompe() {
        faltas = porVer().stream().collect(Collectors.toMap(Verificacao::texto, verificacao -> INTERROMPIDO));
        close();
    }

    private synchronized void anota(List<Folha.Vista> novas, Map<String, String> ainda, String fila, boolean responde) {
        if (coletor == null) { // a volta que ia a meio quando se deixou de olhar
            return;
        }
        faltas = ainda;
        aviso = fila;
        kafkaResponde = responde;
        var antes = folha;
        folha = folha.com(novas, null);
        if (porVer().isEmpty()) { // ainda que o último ✓ seja do outro, que não sabia dos daqui
            folha = folha.com(List.of(), relogio.instant());
        }
        porGuardar |= !folha.equals(antes);
        if (porGuardar) {
            caderno.guarda(folha); // se não se pode, na volta seguinte
            porGuardar = false;
        }
        if (folha.completa() || relogio.instant().isAfter(perguntado.plus(ABANDONO))) {
            close();
        }
    }

    /** Para de olhar; a folha fica. */
    @Override
    public void close() {
        Coletor este;
        synchronized (this) {
            aviso = "";
            este = coletor;
            coletor = null;
        }
        if (este != null) { // espera pela volta em curso, que precisa deste estudo
            este.close();
        }
    }
}
