package br.kafkanapratica.experimentos.fatos;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * O saldo-service num instante, pelo que ele responde.
 *
 * @param situacao o que a porta dele diz
 * @param total quantos clientes têm saldo; nulo se não o disse
 * @param impressao a impressão digital do estado e as posições dela; nulo se não a deu
 * @param clientes o que respondeu de cada cliente em que o experimento mexeu
 */
public record Servico(
        Situacao situacao, @Nullable Long total, @Nullable Impressao impressao, Map<String, Resposta> clientes) {

    /** Se atende. */
    public enum Situacao {
        /** Ninguém atende na porta. */
        FORA_DO_AR,
        /** Há quem atenda, e não respondeu a tempo: pausado, ou numa máquina ocupada. */
        CALADO,
        /** Atende, e diz que ainda não está em dia. */
        RECONSTRUINDO,
        PRONTO
    }

    /** @param posicoes o próximo offset de cada partição */
    public record Impressao(String digitos, Map<Integer, Long> posicoes) {}

    /** @param saldo como ele o escreveu; nulo se não deu um */
    public record Resposta(int status, @Nullable String saldo) {}

    public static final Servico FORA = new Servico(Situacao.FORA_DO_AR, null, null, Map.of());

    public static final Servico CALADO = new Servico(Situacao.CALADO, null, null, Map.of());

    public Servico {
        clientes = Map.copyOf(clientes);
    }

    /** Quantos clientes têm saldo; 0 se não o disse. */
    public long clientesOuZero() {
        return total == null ? 0 : total;
    }

    /** O status com que respondeu pelo cliente; 0 se não se perguntou. */
    public int status(String cliente) {
        var resposta = clientes.get(cliente);
        return resposta == null ? 0 : resposta.status();
    }

    /** O próximo offset que o estado ainda não inclui; 0 se não o disse. */
    public long posicao(int particao) {
        return impressao == null ? 0 : impressao.posicoes().getOrDefault(particao, 0L);
    }

    public boolean pronto() {
        return situacao == Situacao.PRONTO;
    }

    /** Não está no ar, ou recomeçou: de quem só demora a responder não se sabe. */
    public boolean caiu() {
        return situacao == Situacao.FORA_DO_AR || situacao == Situacao.RECONSTRUINDO;
    }
}
