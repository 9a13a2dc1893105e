package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.auditoria.Auditoria;
import br.kafkanapratica.juiz.auditoria.Suspeita;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Perdidos, duplicados e sem origem, pela mesma conta que a página mostra; aqui com o que só a história sabe. */
final class ExameDaConta {

    private final Autos autos;
    private final Auditoria auditoria = new Auditoria(Integer.MAX_VALUE, Integer.MAX_VALUE);
    private long porConfirmar;

    ExameDaConta(Autos autos) {
        this.autos = autos;
    }

    long porConfirmar() {
        return porConfirmar;
    }

    List<Achado> examina() {
        var esperando = new EnumMap<EtapaDoPipeline, Long>(EtapaDoPipeline.class);
        for (var etapa : EtapaDoPipeline.values()) {
            autos.gravados(etapa).forEach((particao, offset) -> auditoria.gravou(etapa, particao, offset));
            for (var registro : autos.entradas(etapa)) {
                auditoria.chegou(
                        etapa,
                        registro.lugar().particao(),
                        registro.lugar().offset(),
                        autos.pedido(registro),
                        registro.quem().nome());
            }
            for (var registro : autos.confirmados(etapa.dlt().nome())) {
                auditoria.rejeitado(
                        etapa, autos.pedido(registro), registro.quem().nome());
            }
            auditoria.confirma(etapa, etapa.resultados().stream().noneMatch(this::temAbertos));
        }
        for (var etapa : EtapaDoPipeline.values()) {
            var particoes = new HashSet<Integer>();
            autos.entradas(etapa)
                    .forEach(registro -> particoes.add(registro.lugar().particao()));
            esperando.put(
                    etapa,
                    particoes.stream()
                            .mapToLong(particao ->
                                    auditoria.espera(etapa, particao).esperando())
                            .sum());
        }
        auditoria.balanco(esperando, ""); // o que sobra só se confirma na segunda vez
        var balanco = auditoria.balanco(esperando, "");
        porConfirmar = balanco.porConfirmar()
                + esperando.values().stream().mapToLong(quantos -> quantos).sum();
        return auditoria.suspeitas().stream().flatMap(this::achado).toList();
    }

    private boolean temAbertos(Topico topico) {
        return autos.naoConfirmados(topico.nome()).stream().anyMatch(registro -> registro.estado() == Estado.ABERTO);
    }

    private Stream<Achado> achado(Suspeita suspeita) {
        return suspeita.anomalia() == Anomalia.PERDIDO ? perdido(suspeita) : Stream.of(aMais(suspeita));
    }

    /** A conta só sabe de que pedido falta um; se, pela origem, o resultado é de quem já passou, quem falta ainda está na fila. */
    private Stream<Achado> perdido(Suspeita suspeita) {
        var gravados = autos.gravados(suspeita.etapa());
        return autos.ligacoes(suspeita.etapa()).semResultado(suspeita.chave()).stream()
                .filter(este -> este.lugar().offset()
                        < gravados.getOrDefault(este.lugar().particao(), 0L))
                .limit(1)
                .map(registro -> achado(
                        Anomalia.PERDIDO,
                        registro,
                        "%s gravou o offset %d e não há resultado"
                                .formatted(
                                        suspeita.etapa().grupo(),
                                        gravados.get(registro.lugar().particao()))));
    }

    private Achado aMais(Suspeita suspeita) {
        var sobras = autos.ligacoes(suspeita.etapa()).sobras(suspeita.chave());
        var ultima = sobras.get(sobras.size() - 1);
        var entrada = suspeita.etapa().entrada().nome();
        if (suspeita.anomalia() == Anomalia.DUPLICADO) {
            var porque = suspeita.vezes() == 1 ? "1 resultado" : suspeita.vezes() + " resultados";
            return achado(Anomalia.DUPLICADO, ultima, porque + " a mais do que registros em " + entrada);
        }
        return autos.naoConfirmados(entrada).stream()
                .filter(registro -> autos.pedido(registro).equals(suspeita.chave()))
                .findFirst()
                .map(registro -> achado(
                        registro.estado() == Estado.DESFEITO ? Anomalia.DESFEITO_VISTO : Anomalia.ABERTO_VISTO,
                        ultima,
                        "é o resultado de um registro não confirmado: " + registro.lugar()))
                .orElseGet(() -> achado(Anomalia.SEM_ORIGEM, ultima, "não há registro dele em " + entrada));
    }

    private static Achado achado(Anomalia anomalia, Registro registro, String porque) {
        return new Achado(anomalia, registro.quem().nome(), registro.lugar(), registro.visto(), porque);
    }
}
