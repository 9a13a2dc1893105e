package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Resultado;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** O log de {@code contas} como foi antes de se compactar: o que se leu dele, e o que foi confirmado e já não está. */
final class LogDeContas {

    private final HistoriaDosSaldos historia;
    private final TreeMap<Lugar, RegistroNoLog> porLugar = new TreeMap<>();
    private final Set<Lugar> noFim;
    private final Set<Lugar> vistos = new HashSet<>();
    private final Map<String, List<RegistroNoLog>> confirmados = new HashMap<>();
    private final Map<String, List<RegistroNoLog>> naoConfirmados = new HashMap<>();
    private final Map<String, List<Escrita>> escritas = new HashMap<>();
    private final Map<Lugar, Escrita> doLugar = new HashMap<>();
    private final List<Escrita> perdidas = new ArrayList<>();
    private final Set<Escrita> achadas = new HashSet<>();
    private final List<Achado> achados = new ArrayList<>();

    LogDeContas(HistoriaDosSaldos historia) {
        this.historia = historia;
        historia.registros().forEach(this::guarda);
        noFim = Set.copyOf(porLugar.keySet());
        historia.vistos().forEach(visto -> {
            guarda(visto);
            vistos.add(visto.lugar());
        });
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
            if (!antes.cliente().equals(agora.cliente()) || !Objects.equals(antes.valor(), agora.valor())) {
                achados.add(new Achado(
                        Anomalia.LUGAR_TROCADO,
                        agora.cliente(),
                        agora.lugar(),
                        agora.timestamp(),
                        "no mesmo lugar também se leu outro registro, de " + antes.cliente()));
                return antes;
            }
            return antes; // o que se leu no fim
        });
    }

    private void confere(Escrita escrita, Lugar lugar, Map<String, List<RegistroNoLog>> lidos) {
        var la = porLugar.get(lugar);
        boolean noFim = this.noFim.contains(lugar);
        if (la != null && !igual(la, escrita)) {
            perdida(Anomalia.LUGAR_TROCADO, escrita, "confirmada ali, onde está outro registro, de " + la.cliente());
        } else if (la != null && noFim && la.estado() == Estado.CONFIRMADO) {
            doLugar.put(lugar, escrita);
        } else if (superada(escrita, lugar, lidos)
                && (!noFim || vistos.contains(lugar))) { // o cleaner a levou, talvez a meio da leitura do fim
            porLugar.put(
                    lugar,
                    new RegistroNoLog(
                            escrita.cliente(),
                            escrita.valor(),
                            lugar,
                            escrita.conteudo(),
                            Estado.CONFIRMADO,
                            escrita.inicio()));
            doLugar.put(lugar, escrita);
        } else {
            perdida(
                    Anomalia.ENVIO_PERDIDO,
                    escrita,
                    noFim ? "confirmada, e a transação não o está" : "confirmada, não está no log");
        }
    }

    private static boolean superada(Escrita escrita, Lugar lugar, Map<String, List<RegistroNoLog>> lidos) {
        return lidos.getOrDefault(escrita.cliente(), List.of()).stream()
                .anyMatch(outro -> outro.estado() == Estado.CONFIRMADO
                        && outro.lugar().particao() == lugar.particao()
                        && outro.lugar().offset() > lugar.offset());
    }

    private static boolean igual(RegistroNoLog registro, Escrita escrita) {
        return registro.cliente().equals(escrita.cliente()) && Objects.equals(registro.valor(), escrita.valor());
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
                    .filter(escrita -> Objects.equals(escrita.valor(), registro.valor()))
                    .toList();
            var semResposta = iguais.stream()
                    .filter(escrita -> semLugar(escrita) && !achadas.contains(escrita))
                    .findFirst();
            if (semResposta.isPresent()) {
                doLugar.put(registro.lugar(), semResposta.get());
                achadas.add(semResposta.get());
            } else if (iguais.stream().anyMatch(escrita -> escrita.resultado() == Resultado.RECUSADO)) {
                achou(Anomalia.RECUSADO_VISTO, registro, "a escrita foi recusada, e está no log");
            } else if (iguais.stream().anyMatch(escrita -> achadas.contains(escrita) || estaAntes(escrita, registro))) {
                achou(Anomalia.DUPLICADO, registro, "a mesma escrita já estava no log, mais atrás");
            }
        }
    }

    private static boolean semLugar(Escrita escrita) {
        return escrita.lugar() == null && escrita.resultado() != Resultado.RECUSADO;
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

    /** Ninguém respondeu por ela, e está no log. */
    boolean achada(Escrita escrita) {
        return achadas.contains(escrita);
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
