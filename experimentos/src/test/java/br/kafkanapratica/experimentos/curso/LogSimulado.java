package br.kafkanapratica.experimentos.curso;

import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.identidade.Identidade;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Os sete tópicos, de três partições cada um. */
final class LogSimulado {

    static final int PARTICOES = 3;

    private final List<Registro> registros = new ArrayList<>();
    private final Map<String, long[]> fins = new HashMap<>();

    LogSimulado() {
        Topico.todos().forEach(topico -> fins.put(topico.nome(), new long[PARTICOES]));
        fins.put(Fatos.CONTAS_DELETE, new long[PARTICOES]);
    }

    List<Registro> registros() {
        return registros;
    }

    List<Registro> de(Topico topico) {
        return registros.stream()
                .filter(registro -> registro.lugar().topico().equals(topico.nome()))
                .toList();
    }

    Map<String, Map<Integer, Long>> fins() {
        Map<String, Map<Integer, Long>> ate = new HashMap<>();
        fins.forEach((topico, destes) -> {
            Map<Integer, Long> porParticao = new TreeMap<>();
            for (int i = 0; i < PARTICOES; i++) {
                porParticao.put(i, destes[i]);
            }
            ate.put(topico, porParticao);
        });
        return ate;
    }

    static int particaoDe(String chave) {
        return Math.floorMod(chave.hashCode(), PARTICOES);
    }

    /** O que o fim de uma transação ocupa. */
    void marca(Topico topico, int particao) {
        fins.get(topico.nome())[particao]++;
    }

    void escreve(Topico topico, @Nullable String chave, @Nullable String valor, int particao, Instant quando) {
        escreve(topico, chave, valor, particao, quando, Estado.CONFIRMADO, Map.of());
    }

    void escreve(
            Topico topico,
            @Nullable String chave,
            @Nullable String valor,
            int particao,
            Instant quando,
            Estado estado,
            Map<String, String> headers) {
        var lugar = new Lugar(topico.nome(), particao, fins.get(topico.nome())[particao]++);
        var quem = Identidade.de(
                chave == null ? null : chave.getBytes(StandardCharsets.UTF_8),
                lugar.topico(),
                lugar.particao(),
                lugar.offset());
        var deOnde = headers.get(HeaderDaDlt.TOPICO);
        var origem = deOnde == null
                ? null
                : new Lugar(
                        deOnde,
                        Integer.parseInt(headers.get(HeaderDaDlt.PARTICAO)),
                        Long.parseLong(headers.get(HeaderDaDlt.OFFSET)));
        var doJuiz = topico.equals(Topico.CONTAS)
                ? null
                : new br.kafkanapratica.juiz.pedidos.Registro(lugar, quem, "", estado, origem, quando);
        registros.add(new Registro(lugar, quem.nome(), valor, estado, quando, headers, doJuiz));
    }
}
