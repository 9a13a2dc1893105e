package br.kafkanapratica.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.Lido;
import br.kafkanapratica.estado.chaves.Registro;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.saldo.estado.Armazem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jctools.maps.NonBlockingHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** O que se compara: as mesmas operações, do valor em JSON ao saldo e de volta. */
interface Estado {

    void aplica(long offset, byte[] chave, byte[] valor);

    @Nullable
    Saldo busca(String id);

    void escreveTudo(OutputStream saida) throws IOException;

    static Estado de(String nome) {
        return switch (nome) {
            case "compacto" -> new Nosso(Armazem.COMPACTO);
            case "simples" -> new Nosso(Armazem.SIMPLES);
            case "ConcurrentHashMap" -> new Mapa(new ConcurrentHashMap<>());
            case "NonBlockingHashMap" -> new Mapa(new NonBlockingHashMap<>());
            default -> throw new IllegalArgumentException(nome);
        };
    }

    record Nosso(Armazem armazem, UltimoPorChave<Saldo> contas) implements Estado {
        Nosso(Armazem armazem) {
            this(armazem, armazem.novo());
        }

        @Override
        public void aplica(long offset, byte[] chave, byte[] valor) {
            contas.aplica(new Lido(0, offset, 1_760_000_000_000L + offset, chave, valor));
        }

        @Override
        public @Nullable Saldo busca(String id) {
            return contas.busca(id)
                    .map(registro -> ((Registro.Valido<Saldo>) registro).valor())
                    .orElse(null);
        }

        @Override
        public void escreveTudo(OutputStream saida) throws IOException {
            armazem.escreve(contas, null, Long.MAX_VALUE, saida);
        }
    }

    /** Sem validação, partição, offset nem remoções: menos do que o serviço precisa. */
    record Mapa(Map<String, Saldo> saldos, JsonMapper json) implements Estado {
        Mapa(Map<String, Saldo> saldos) {
            this(saldos, new JsonMapper());
        }

        @Override
        public void aplica(long offset, byte[] chave, byte[] valor) {
            saldos.put(new String(chave, UTF_8), json.readValue(valor, Saldo.class));
        }

        @Override
        public @Nullable Saldo busca(String id) {
            return saldos.get(id);
        }

        @Override
        public void escreveTudo(OutputStream saida) {
            try (JsonGenerator gerador = json.createGenerator(saida)) {
                gerador.writeStartArray();
                saldos.values().forEach(gerador::writePOJO);
                gerador.writeEndArray();
                saida.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
