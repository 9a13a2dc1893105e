package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Resultado;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** O log de {@code contas} como foi antes de se compactar: o que se leu dele, e o que foi confirmado e já não está. */
final class LogDeContas {

    private final HistoriaDosSaldos historia;
    private final TreeMap<Lugar, RegistroNoLog> porLugar = new TreeMap<>();
    private final Map<String, List<RegistroNoLog>> confirmados = new HashMap<>();
    private final Map<String, List<RegistroNoLog>> naoConfirmados = new HashMap<>();
    private final Map<String, List<Escrita>> escritas = new HashMap<>();
    private final Map<Lugar, Escrita> doLugar = new HashMap<>();
    private final List<Escrita> perdidas = new ArrayList<>();
    private final List<Achado> achados = new ArrayList<>();

    LogDeContas(HistoriaDosSaldos historia) {
        this.historia = historia;
        historia.registros().forEach(this::guarda);
        var lidos = agrupa();
        for (var escrita : historia.escritas()) {
            escritas.computeIfAbsent(escrita.cliente(), nova -> new ArrayList<>())
                    .add(escrita);
            if (escrita.resultado() == Resultado.CONFIRMADO && escrita.lugar() != null) {
                confere(escrita, escrita.lugar(), lidos);
            }
        }
        agrupa().forEach((cliente, seus) ->
                seus.forEach(registro -> (registro.estado() == Estado.CONFIRMADO ? confirmados : naoConfirmados)
                        .computeIfAbsent(cliente, novo -> new ArrayList<>())
                        .add(registro)));
        escritas.forEach(this::confereAsQueNaoTemLugar);
    }

    private Map<String, List<RegistroNoLog>> agrupa() {
        var porCliente = new HashMap<String, List<RegistroNoLog>>();
        for (var registro : porLugar.values()) {
            porCliente
                    .computeIfAbsent(registro.cliente(), novo -> new ArrayList<>())
                    .add(registro);
        }
        return porCliente;
    }

    private void guarda(RegistroNoLog registro) {
        porLugar.merge(registro.lugar(), registro, (antes, agora) -> {
            if (!antes.cliente().equals(agora.cliente()) || !antes.conteudo().equals(agora.conteudo())) {
                achados.add(new Achado(
                        Anomalia.LUGAR_TROCADO,
                        agora.cliente(),
                        agora.lugar(),
                        agora.timestamp(),
                        "no mesmo lugar também se leu outro registro, de " + antes.cliente()));
                return antes;
            }
            return antes.estado() == Estado.CONFIRMADO ? antes : agora;
        });
    }

    private void confere(Escrita escrita, Lugar lugar, Map<String, List<RegistroNoLog>> lidos) {
        var la = porLugar.get(lugar);
        if (la == null) {
            boolean compactada = lidos.getOrDefault(escrita.cliente(), List.of()).stream()
                    .anyMatch(outro -> outro.estado() == Estado.CONFIRMADO
                            && outro.lugar().particao() == lugar.particao()
                            && outro.lugar().offset() > lugar.offset());
            if (compactada) {
                porLugar.put(
                        lugar,
                        new RegistroNoLog(
                                escrita.cliente(), lugar, escrita.conteudo(), Estado.CONFIRMADO, escrita.inicio()));
                doLugar.put(lugar, escrita);
            } else {
                perdida(Anomalia.ENVIO_PERDIDO, escrita, "confirmada, não está no log");
            }
        } else if (!la.cliente().equals(escrita.cliente()) || !la.conteudo().equals(escrita.conteudo())) {
            perdida(Anomalia.LUGAR_TROCADO, escrita, "confirmada ali, onde está outro registro, de " + la.cliente());
        } else if (la.estado() != Estado.CONFIRMADO) {
            perdida(Anomalia.ENVIO_PERDIDO, escrita, "confirmada, e a transação não o está");
        } else {
            doLugar.put(lugar, escrita);
        }
    }

    private void perdida(Anomalia anomalia, Escrita escrita, String porque) {
        perdidas.add(escrita);
        achados.add(new Achado(anomalia, escrita.cliente(), escrita.lugar(), escrita.fim(), porque));
    }

    /** O que está no log sem que uma escrita confirmada diga que é ali: de uma sem resposta, de outro programa, ou a mais. */
    private void confereAsQueNaoTemLugar(String cliente, List<Escrita> suas) {
        for (var registro : confirmados(cliente)) {
            if (doLugar.containsKey(registro.lugar())) {
                continue;
            }
            var iguais = suas.stream()
                    .filter(escrita -> escrita.conteudo().equals(registro.conteudo()))
                    .toList();
            var semResposta = iguais.stream()
                    .filter(escrita -> escrita.resultado() == Resultado.DESCONHECIDO
                            || escrita.lugar() == null && escrita.resultado() == Resultado.CONFIRMADO)
                    .findFirst();
            if (semResposta.isPresent()) {
                doLugar.put(registro.lugar(), semResposta.get());
                continue;
            }
            if (iguais.stream().anyMatch(escrita -> escrita.resultado() == Resultado.RECUSADO)) {
                achou(Anomalia.RECUSADO_VISTO, registro, "a escrita foi recusada, e está no log");
            } else if (iguais.stream().anyMatch(escrita -> estaAntes(escrita, registro))) {
                achou(Anomalia.DUPLICADO, registro, "a mesma escrita já estava no log, mais atrás");
            }
        }
    }

    private boolean estaAntes(Escrita escrita, RegistroNoLog registro) {
        return escrita.lugar() != null
                && doLugar.containsKey(escrita.lugar())
                && escrita.lugar().particao() == registro.lugar().particao()
                && escrita.lugar().offset() < registro.lugar().offset();
    }

    private void achou(Anomalia anomalia, RegistroNoLog registro, String porque) {
        achados.add(new Achado(anomalia, registro.cliente(), registro.lugar(), registro.timestamp(), porque));
    }

    List<Achado> achados() {
        return achados;
    }

    /** Por partição e offset. */
    List<RegistroNoLog> confirmados(String cliente) {
        return confirmados.getOrDefault(cliente, List.of());
    }

    List<RegistroNoLog> naoConfirmados(String cliente) {
        return naoConfirmados.getOrDefault(cliente, List.of());
    }

    List<Escrita> escritas(String cliente) {
        return escritas.getOrDefault(cliente, List.of());
    }

    boolean perdida(Escrita escrita) {
        return perdidas.contains(escrita);
    }

    boolean tem(@Nullable Lugar lugar) {
        var registro = lugar == null ? null : porLugar.get(lugar);
        return registro != null && registro.estado() == Estado.CONFIRMADO;
    }

    /** A escrita que pôs ali o registro, se se conhece. */
    @Nullable
    Escrita de(RegistroNoLog registro) {
        return doLugar.get(registro.lugar());
    }

    HistoriaDosSaldos historia() {
        return historia;
    }

    /** As escritas confirmadas que estão no log. */
    Map<Lugar, Escrita> doLugar() {
        return doLugar;
    }
}
