package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Falha;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Uma história escrita à mão: cada chamada é um fato, um segundo depois do anterior; cada um dura 100 ms. */
final class Fita {

    static final String VIDA = "saldo-1";
    private static final Instant COMECO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DURACAO = Duration.ofMillis(100);

    private final HistoriaDosSaldos historia = new HistoriaDosSaldos();
    private Instant agora = COMECO;

    static String json(String cliente, long saldo) {
        return "{\"cliente_id\":\"%s\",\"saldo\":%d,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(cliente, saldo);
    }

    static Saldo saldo(String cliente, long saldo) {
        return new Saldo(cliente, BigDecimal.valueOf(saldo), "2025-10-14T15:20:57");
    }

    Fita passam(Duration quanto) {
        agora = agora.plus(quanto);
        return this;
    }

    /** Confirmada, e no log. */
    Fita escreve(String cliente, @Nullable String valor, int particao, long offset) {
        return confirmada(cliente, valor, particao, offset).registro(cliente, valor, particao, offset);
    }

    Fita escreve(String cliente, long saldo, int particao, long offset) {
        return escreve(cliente, json(cliente, saldo), particao, offset);
    }

    Fita confirmada(String cliente, @Nullable String valor, int particao, long offset) {
        tique();
        historia.anota(Escrita.confirmada(cliente, valor, particao, offset, agora, agora.plus(DURACAO)));
        return this;
    }

    Fita recusada(String cliente, long saldo) {
        tique();
        historia.anota(Escrita.recusada(cliente, json(cliente, saldo), agora, agora.plus(DURACAO)));
        return this;
    }

    Fita desconhecida(String cliente, long saldo) {
        tique();
        historia.anota(Escrita.desconhecida(cliente, json(cliente, saldo), agora, agora.plus(DURACAO)));
        return this;
    }

    Fita registro(String cliente, @Nullable String valor, int particao, long offset) {
        historia.anota(RegistroNoLog.de(cliente, valor, particao, offset, agora));
        return this;
    }

    Fita registro(String cliente, long saldo, int particao, long offset, Estado estado) {
        tique();
        historia.anota(RegistroNoLog.de(cliente, json(cliente, saldo), particao, offset, agora)
                .comEstado(estado));
        return this;
    }

    /** Por quem acompanhava: no fim, pode já não estar. */
    Fita viu(String cliente, long saldo, int particao, long offset) {
        historia.viu(RegistroNoLog.de(cliente, json(cliente, saldo), particao, offset, agora));
        return this;
    }

    Fita nasce() {
        return nasce(VIDA);
    }

    Fita nasce(String vida) {
        tique();
        historia.anota(new Vida(vida, agora));
        return this;
    }

    Fita responde(String cliente, long saldo) {
        return responde(VIDA, cliente, saldo);
    }

    Fita responde(String vida, String cliente, long saldo) {
        tique();
        historia.anota(Resposta.de(vida, cliente, 200, saldo(cliente, saldo), agora, agora.plus(DURACAO)));
        return this;
    }

    /** A pergunta é de agora, a resposta chega bem depois, e o que se segue não espera por ela. */
    Fita respondeDepoisDe(String cliente, long saldo, Duration demora) {
        tique();
        historia.anota(Resposta.de(VIDA, cliente, 200, saldo(cliente, saldo), agora, agora.plus(demora)));
        return this;
    }

    /** No log, com o timestamp de tantos segundos depois do começo. */
    Fita registroDe(String cliente, long saldo, int particao, long offset, Duration doComeco) {
        historia.anota(RegistroNoLog.de(cliente, json(cliente, saldo), particao, offset, COMECO.plus(doComeco)));
        return this;
    }

    Fita respondeDaPosicao(String cliente, long saldo, int particao, long offset) {
        tique();
        historia.anota(Resposta.de(VIDA, cliente, 200, saldo(cliente, saldo), agora, agora.plus(DURACAO))
                .comPosicao(particao, offset));
        return this;
    }

    Fita status(String cliente, int status) {
        tique();
        historia.anota(Resposta.de(VIDA, cliente, status, null, agora, agora.plus(DURACAO)));
        return this;
    }

    Fita statusDaPosicao(String cliente, int status, int particao, long offset) {
        tique();
        historia.anota(Resposta.de(VIDA, cliente, status, null, agora, agora.plus(DURACAO))
                .comPosicao(particao, offset));
        return this;
    }

    Fita malformado(String cliente, int particao, long offset) {
        tique();
        historia.anota(Resposta.malformado(VIDA, cliente, particao, offset, agora, agora.plus(DURACAO)));
        return this;
    }

    Fita pronto() {
        tique();
        historia.anota(new Prontidao(VIDA, true, agora, agora.plus(DURACAO)));
        return this;
    }

    Fita falha(Duration quanto) {
        var inicio = agora;
        passam(quanto);
        historia.anota(new Falha("broker parado", inicio, agora));
        return this;
    }

    private void tique() {
        agora = agora.plusSeconds(1);
    }

    HistoriaDosSaldos fim() {
        return historia;
    }
}
