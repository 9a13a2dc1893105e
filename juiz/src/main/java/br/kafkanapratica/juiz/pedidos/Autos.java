package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.identidade.ChaveCurta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Os fatos postos em ordem: cada lugar uma vez, cada tópico por partição e offset. */
final class Autos {

    private final HistoriaDosPedidos historia;
    private final TreeMap<Lugar, Registro> porLugar = new TreeMap<>();
    private final List<Registro> trocados = new ArrayList<>();
    private final Map<String, List<Registro>> confirmados = new HashMap<>();
    private final Map<String, List<Registro>> naoConfirmados = new HashMap<>();
    private final List<Map<Integer, Long>> gravados = List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
    private final List<Ligacoes> ligacoes;

    Autos(HistoriaDosPedidos historia) {
        this.historia = historia;
        historia.registros().forEach(this::guarda);
        for (var registro : porLugar.values()) {
            (registro.estado() == Estado.CONFIRMADO ? confirmados : naoConfirmados)
                    .computeIfAbsent(registro.lugar().topico(), novo -> new ArrayList<>())
                    .add(registro);
        }
        for (var gravacao : historia.gravacoes()) {
            gravados.get(gravacao.etapa().ordinal()).put(gravacao.particao(), gravacao.offset());
        }
        ligacoes = Stream.of(EtapaDoPipeline.values())
                .map(etapa -> new Ligacoes(this, etapa))
                .toList();
    }

    /** O mesmo lugar, visto por quem acompanhava e por quem leu no fim, é um registro só: vale a primeira vez que se viu. */
    private void guarda(Registro registro) {
        porLugar.merge(registro.lugar(), registro, (antes, agora) -> {
            if (!mesmo(antes, agora)) {
                trocados.add(agora);
                return antes;
            }
            boolean confirmado = antes.estado() == Estado.CONFIRMADO || agora.estado() == Estado.CONFIRMADO;
            var visto = antes.visto().isBefore(agora.visto()) ? antes.visto() : agora.visto();
            return agora.comEstado(confirmado ? Estado.CONFIRMADO : agora.estado())
                    .vistoEm(visto);
        });
    }

    private static boolean mesmo(Registro um, Registro outro) {
        return um.quem().equals(outro.quem()) && um.marca().equals(outro.marca());
    }

    HistoriaDosPedidos historia() {
        return historia;
    }

    /** Os que estão num lugar em que já se tinha visto outro. */
    List<Registro> trocados() {
        return trocados;
    }

    @Nullable
    Registro em(@Nullable Lugar lugar) {
        return lugar == null ? null : porLugar.get(lugar);
    }

    /** Os que estão depois de um e antes de outro, na mesma partição. */
    Collection<Registro> entre(Lugar um, Lugar outro) {
        return porLugar.subMap(um, false, outro, false).values();
    }

    boolean conhece(String topico) {
        return confirmados.containsKey(topico) || naoConfirmados.containsKey(topico);
    }

    /** Por partição e offset. */
    List<Registro> confirmados(String topico) {
        return confirmados.getOrDefault(topico, List.of());
    }

    List<Registro> naoConfirmados(String topico) {
        return naoConfirmados.getOrDefault(topico, List.of());
    }

    List<Registro> entradas(EtapaDoPipeline etapa) {
        return confirmados(etapa.entrada().nome());
    }

    Ligacoes ligacoes(EtapaDoPipeline etapa) {
        return ligacoes.get(etapa.ordinal());
    }

    /** Até onde o grupo gravou, por partição, pela última vez que se viu. */
    Map<Integer, Long> gravados(EtapaDoPipeline etapa) {
        return gravados.get(etapa.ordinal());
    }

    /** O pedido que um registro é: a chave e a marca, as da origem se ele está numa DLT que a diz. */
    ChaveCurta pedido(Registro registro) {
        var origem = em(registro.origem());
        var deQuem = origem == null ? registro : origem;
        if (deQuem.marca().isEmpty()) {
            return deQuem.quem().chave();
        }
        var chave = deQuem.quem().chave();
        return ChaveCurta.de("%016x%016x %s"
                .formatted(chave.alta(), chave.baixa(), deQuem.marca())
                .getBytes(StandardCharsets.UTF_8));
    }
}
