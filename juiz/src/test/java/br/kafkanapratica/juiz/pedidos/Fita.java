package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Falha;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Resultado;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Uma história escrita à mão: cada chamada é um fato, um segundo depois do anterior, na partição 0. */
final class Fita {

    static final String NOVOS = Topico.Nome.NOVOS_PEDIDOS;
    static final String APROVADOS = Topico.Nome.PEDIDOS_APROVADOS;
    static final String CONCLUIDOS = Topico.Nome.PEDIDOS_CONCLUIDOS;

    private final HistoriaDosPedidos historia = new HistoriaDosPedidos();
    private final Map<String, Long> fins = new HashMap<>();
    private Instant agora = Instant.parse("2026-01-01T00:00:00Z");

    Instant agora() {
        return agora;
    }

    Fita passam(Duration quanto) {
        agora = agora.plus(quanto);
        return this;
    }

    /** Envios confirmados, cada um no seu lugar. */
    Fita envia(String... ids) {
        for (var id : ids) {
            envio(id, "", Resultado.CONFIRMADO, proximo(NOVOS));
            registro(NOVOS, id);
        }
        return this;
    }

    Fita enviaMarcado(String id, String marca) {
        envio(id, marca, Resultado.CONFIRMADO, proximo(NOVOS));
        anota(Registro.de(id, anda(NOVOS), agora).comMarca(marca));
        return this;
    }

    /** Só o que o produtor anotou. */
    Fita envio(String id, String marca, Resultado resultado, Lugar lugar) {
        tique();
        historia.anota(new Envio(id, marca, resultado, lugar, agora, agora.plusMillis(100)));
        return this;
    }

    /** Só o que está no log. */
    Fita registro(String topico, String... ids) {
        for (var id : ids) {
            tique();
            anota(Registro.de(id, anda(topico), agora));
        }
        return this;
    }

    Fita marcado(String topico, String id, String marca) {
        tique();
        anota(Registro.de(id, anda(topico), agora).comMarca(marca));
        return this;
    }

    Fita registro(String topico, String id, Estado estado) {
        tique();
        anota(Registro.de(id, anda(topico), agora).comEstado(estado));
        return this;
    }

    Fita rejeita(EtapaDoPipeline etapa, String id, long offset) {
        tique();
        anota(Registro.de(id, anda(etapa.dlt().nome()), agora)
                .comOrigem(new Lugar(etapa.entrada().nome(), 0, offset)));
        return this;
    }

    private void anota(Registro registro) {
        historia.anota(registro);
    }

    Fita anota(Registro... registros) {
        for (var registro : registros) {
            historia.anota(registro);
        }
        return this;
    }

    /** O grupo tem este offset, e os tópicos de resultados acabam onde a fita está. */
    Fita gravou(EtapaDoPipeline etapa, long offset) {
        tique();
        var fins = new HashMap<String, Long>();
        etapa.resultados()
                .forEach(topico ->
                        fins.put(topico.nome() + "-0", proximo(topico.nome()).offset()));
        historia.anota(new Gravacao(etapa, 0, offset, agora, fins));
        return this;
    }

    /** O mesmo, sem perguntar pelo fim dos resultados. */
    Fita gravouSemFins(EtapaDoPipeline etapa, long offset) {
        return gravouSemFins(etapa, 0, offset);
    }

    Fita gravouSemFins(EtapaDoPipeline etapa, int particao, long offset) {
        tique();
        historia.anota(new Gravacao(etapa, particao, offset, agora));
        return this;
    }

    Fita le(String leitor, String topico, long offset, String id) {
        tique();
        historia.anota(new Leitura(leitor, new Lugar(topico, 0, offset), id, agora));
        return this;
    }

    Fita falha(String oQue, EtapaDoPipeline etapa, Duration quanto) {
        var inicio = agora;
        passam(quanto);
        historia.anota(new Falha(oQue, etapa, inicio, agora));
        return this;
    }

    /** Pedidos de outra partição, que chegam e passam logo, um por segundo. */
    Fita tudoNaParticao1(int quantos) {
        for (int i = 0; i < quantos; i++) {
            tique();
            chegaEPassa("outro-" + i, i, agora, agora.plusMillis(50));
        }
        return this;
    }

    private void chegaEPassa(String id, long offset, Instant chegou, Instant passou) {
        historia.anota(Envio.confirmado(id, new Lugar(NOVOS, 1, offset), chegou, chegou));
        anota(
                Registro.de(id, new Lugar(NOVOS, 1, offset), chegou),
                Registro.de(id, new Lugar(APROVADOS, 1, offset), passou),
                Registro.de(id, new Lugar(CONCLUIDOS, 1, offset), passou));
    }

    /** Uma fila que já estava em outra partição, de que sai um por segundo. */
    Fita filaNaParticao1(int quantos) {
        var chegaram = agora;
        for (int i = 0; i < quantos; i++) {
            tique();
            chegaEPassa("outro-" + i, i, chegaram, agora);
        }
        return this;
    }

    /** Uma marca de transação: um offset sem registro. */
    Fita marcaDeTransacao(String topico) {
        anda(topico);
        return this;
    }

    Lugar proximo(String topico) {
        return new Lugar(topico, 0, fins.getOrDefault(topico, 0L));
    }

    private Lugar anda(String topico) {
        var lugar = proximo(topico);
        fins.merge(topico, 1L, Long::sum);
        return lugar;
    }

    private void tique() {
        agora = agora.plusSeconds(1);
    }

    HistoriaDosPedidos fim() {
        historia.terminou(agora);
        return historia;
    }
}
