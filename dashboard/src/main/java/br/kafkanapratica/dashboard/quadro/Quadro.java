package br.kafkanapratica.dashboard.quadro;

import br.kafkanapratica.dashboard.alertas.Problema;
import br.kafkanapratica.juiz.auditoria.Balanco;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tudo o que a página mostra ao vivo: quem perde um quadro não perde nada, porque o próximo traz tudo. O que é dos pedidos, dos
 * grupos e do auditor foi verdade junto, em {@code instante}.
 *
 * @param agora em milissegundos desde 1970
 * @param instante de quando são os pedidos; nulo enquanto o log não foi lido uma vez inteiro
 * @param problemas para quem está na sala: o que parou, o que não se lê, quem não responde, o que se perdeu há pouco
 * @param topicosComProblema quantos tópicos não estão como deviam
 */
public record Quadro(
        long agora,
        @Nullable Long instante,
        Kafka kafka,
        List<Problema> problemas,
        int topicosComProblema,
        List<String> faltam,
        List<TopicoAoVivo> topicos,
        List<Grupo> grupos,
        List<String> avisados,
        Balanco auditor,
        Contas contas) {

    /**
     * @param semContatoDesde em milissegundos desde 1970; nulo se o Kafka responde
     * @param semKafka o que fazer quando ele não responde
     * @param lido quanto do log dos pedidos já foi lido, em porcento; 100 quando em dia
     * @param valeMs por quantos milissegundos, depois do seu instante, o que se mostra ainda é de agora
     */
    public record Kafka(String servidores, @Nullable Long semContatoDesde, String semKafka, int lido, long valeMs) {}

    /**
     * @param registros os que estão no log (sem as marcas de transação)
     * @param naDlt quantos foram para a DLT
     * @param rejeitados os últimos deles, pela chave
     */
    public record TopicoAoVivo(
            String nome, long registros, long naDlt, List<String> rejeitados, List<Particao> particoes) {}

    /**
     * @param fichas os primeiros da fila, pela chave
     * @param naoSeLeDe de que offset em diante não se consegue ler; nulo se se lê toda
     */
    public record Particao(
            int numero,
            long esperando,
            List<String> fichas,
            @Nullable Long naoSeLeDe) {}

    /**
     * @param lag em offsets, como nas ferramentas do Kafka: {@code esperando + marcas + aFrente + abertos + ilegiveis}
     * @param marcas offsets que não são pedidos: marcas de transação, registros de transações desfeitas
     * @param aFrente pedidos já feitos, mas depois de um que ainda espera
     * @param abertos offsets depois do começo de uma transação aberta: ninguém os lê ainda
     * @param ilegiveis offsets que não se conseguem ler: o que há neles não se sabe
     * @param semRespostaDesde nulo se o coordenador do grupo responde; senão, o resto é de antes
     * @param transacoes as abertas que já escreveram onde esta etapa põe resultados
     * @param paradoDesde desde quando nada do que espera por um membro anda; nulo se anda, ou se nada espera
     */
    public record Grupo(
            String nome,
            String estado,
            long esperando,
            long lag,
            long marcas,
            long aFrente,
            long abertos,
            long ilegiveis,
            @Nullable Long semRespostaDesde,
            @Nullable Long paradoDesde,
            boolean emRebalance,
            List<Membro> membros,
            List<Transacao> transacoes,
            List<GrupoAoVivo.Evento> eventos) {}

    /**
     * @param id o {@code transactional.id}
     * @param desde em milissegundos desde 1970
     * @param particoes as dos resultados da etapa em que já escreveu
     */
    public record Transacao(String id, long desde, List<String> particoes) {}

    /**
     * @param letra a mesma enquanto o membro existir
     * @param cor de 0 em diante, uma por letra
     */
    public record Membro(String letra, int cor, String apelido, String cliente, String host, List<Integer> particoes) {}

    /** @param escritas quantas se viram desde que o dashboard está no ar */
    public record Contas(long escritas) {}
}
