package br.kafkanapratica.dashboard.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.juiz.identidade.Identidade;
import br.kafkanapratica.juiz.kafka.Origem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** O que se acha de um nome, ou do começo de um, enquanto o log passa. Para uma thread por vez. */
final class Busca {

    private static final int CANDIDATOS = 20;
    private static final int PASSAGENS = 50;
    private static final int LETRAS = 2_000;

    private final String nome;
    private final List<Caminho.Passagem> exatas = new ArrayList<>();
    private final Map<String, List<Caminho.Passagem>> comecamAssim = new TreeMap<>();

    Busca(String procurado) {
        this.nome = Identidade.procurado(procurado);
    }

    void ve(ConsumerRecord<byte[], byte[]> registro) {
        var dele = nome(registro);
        if (dele.equals(nome)) {
            guarda(exatas, registro);
        } else if (!nome.isEmpty()
                && (dele.startsWith(nome) || peloOffset(dele, registro))
                && (comecamAssim.size() < CANDIDATOS || comecamAssim.containsKey(dele))) {
            guarda(comecamAssim.computeIfAbsent(dele, novo -> new ArrayList<>()), registro);
        }
    }

    /** {@code @42} basta para um registro sem chave. */
    private boolean peloOffset(String dele, ConsumerRecord<byte[], byte[]> registro) {
        return registro.key() == null && nome.startsWith("@") && dele.endsWith(nome);
    }

    Caminho caminho(boolean completo) {
        if (exatas.isEmpty() && comecamAssim.size() == 1) {
            var unico = comecamAssim.entrySet().iterator().next();
            return new Caminho(unico.getKey(), emOrdem(unico.getValue()), List.of(), completo);
        }
        return exatas.isEmpty()
                ? new Caminho(nome, List.of(), List.copyOf(comecamAssim.keySet()), completo)
                : new Caminho(nome, emOrdem(exatas), List.of(), completo);
    }

    /** Quem não tem chave é a sua posição; na DLT, a de onde veio. */
    private static String nome(ConsumerRecord<byte[], byte[]> registro) {
        if (registro.key() != null) {
            return Identidade.texto(registro.key());
        }
        return Origem.de(registro).nome();
    }

    private static void guarda(List<Caminho.Passagem> passagens, ConsumerRecord<byte[], byte[]> registro) {
        if (passagens.size() < PASSAGENS) {
            passagens.add(passagem(registro));
        }
    }

    private static List<Caminho.Passagem> emOrdem(List<Caminho.Passagem> passagens) {
        return passagens.stream()
                .sorted(Comparator.comparingInt((Caminho.Passagem passagem) -> ordem(passagem.topico()))
                        .thenComparingLong(Caminho.Passagem::quando))
                .toList();
    }

    private static int ordem(String topico) {
        return EtapaDoPipeline.queLe(topico)
                .map(etapa -> 2 * etapa.ordinal())
                .or(() -> EtapaDoPipeline.daDlt(topico).map(etapa -> 2 * etapa.ordinal() + 1))
                .orElse(Integer.MAX_VALUE);
    }

    private static Caminho.Passagem passagem(ConsumerRecord<byte[], byte[]> registro) {
        var causa = registro.headers().lastHeader(HeaderDaDlt.CAUSA);
        return new Caminho.Passagem(
                registro.topic(),
                registro.partition(),
                registro.offset(),
                registro.timestamp(),
                texto(registro.value()),
                causa == null ? null : texto(causa.value()));
    }

    private static @Nullable String texto(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        var texto = new String(bytes, 0, Math.min(bytes.length, 4 * LETRAS), StandardCharsets.UTF_8);
        return texto.length() <= LETRAS && bytes.length <= 4 * LETRAS
                ? texto
                : texto.substring(0, Math.min(LETRAS, texto.length())) + "…";
    }
}
