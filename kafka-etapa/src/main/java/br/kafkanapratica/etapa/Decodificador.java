package br.kafkanapratica.etapa;

import br.kafkanapratica.contratos.Pedido;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Registro → pedido, só se for exatamente o do contrato; campos a mais são ignorados. Pode ser usado de várias threads. */
final class Decodificador {

    /** Chave e valor: mais não caberia no próximo tópico, depois de ganhar campos e headers (o broker aceita 1 MiB). */
    private static final int MAIOR_REGISTRO = 1_000_000;

    /** Só UTF-8: o Jackson adivinharia o UTF-16 e o UTF-32, e saltaria um BOM. */
    private static final JsonFactory UTF_8 = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private final JsonMapper json = JsonMapper.builder(UTF_8)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texto -> texto.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    <E extends Pedido> E pedido(ConsumerRecord<byte[], byte[]> registro, Class<E> tipo) throws RegistroInvalido {
        byte[] valor = registro.value();
        exige(valor != null, "o valor é nulo");
        exige(registro.key() != null, "o registro não tem chave");
        int tamanho = registro.key().length + valor.length;
        exige(tamanho <= MAIOR_REGISTRO, "chave e valor têm %d bytes, mais que %d", tamanho, MAIOR_REGISTRO);
        var texto = utf8(valor);
        var pedido = interpreta(valor, texto, tipo);
        exige(!pedido.idPedido().isBlank(), "id_pedido está em branco");
        exige(!pedido.cliente().isBlank(), "cliente está em branco");
        exige(!pedido.produto().isBlank(), "produto está em branco");
        exige(pedido.quantidade() > 0, "quantidade é %d, e tem de ser pelo menos 1", pedido.quantidade());
        exige(
                Arrays.equals(registro.key(), pedido.idPedido().getBytes(StandardCharsets.UTF_8)),
                "a chave não é igual ao id_pedido");
        // "\ud800" sozinho é JSON, mas não há UTF-8 para ele: não poderia ser escrito no próximo tópico.
        exige(
                !texto.contains("\\u")
                        || StandardCharsets.UTF_8.newEncoder().canEncode(json.writeValueAsString(pedido)),
                "tem metade de um caractere (surrogate sem par)");
        return pedido;
    }

    byte[] bytes(Object resultado) {
        return json.writeValueAsBytes(resultado);
    }

    /** Dos bytes é mais depressa; do texto, que só se interpreta se algo está errado, sabe-se dizer em que caractere. */
    private <E> E interpreta(byte[] valor, String texto, Class<E> tipo) throws RegistroInvalido {
        try {
            E pedido = json.readValue(valor, tipo);
            return pedido == null ? interpreta(texto, tipo) : pedido;
        } catch (JacksonException e) {
            return interpreta(texto, tipo);
        }
    }

    private <E> E interpreta(String texto, Class<E> tipo) throws RegistroInvalido {
        try {
            E pedido = json.readValue(texto, tipo);
            exige(pedido != null, "não é um objeto JSON");
            return pedido;
        } catch (InputCoercionException e) {
            throw new RegistroInvalido("o campo %s é um número grande demais".formatted(campo(e)));
        } catch (StreamReadException e) {
            var local = e.getLocation();
            throw new RegistroInvalido(
                    "não é um JSON válido (linha %d, coluna %d)".formatted(local.getLineNr(), local.getColumnNr()));
        } catch (JacksonException e) {
            throw new RegistroInvalido(
                    e.getPath().isEmpty()
                            ? "não é um objeto JSON com os campos do contrato"
                            : "o campo %s falta, é nulo ou não tem o tipo certo".formatted(campo(e)));
        }
    }

    private static String campo(JacksonException erro) {
        var caminho = erro.getPath();
        return caminho.isEmpty() ? "?" : caminho.get(0).getPropertyName();
    }

    private static String utf8(byte[] valor) throws RegistroInvalido {
        var texto = new String(valor, StandardCharsets.UTF_8); // o que não é UTF-8 vira U+FFFD
        if (texto.indexOf('\uFFFD') >= 0) {
            exige(Arrays.equals(valor, texto.getBytes(StandardCharsets.UTF_8)), "não é UTF-8 válido");
        }
        return texto;
    }

    /** A mensagem só se monta quando é preciso: montá-la custaria mais que o resto da conferência. */
    private static void exige(boolean condicao, String causa, Object... valores) throws RegistroInvalido {
        if (!condicao) {
            throw new RegistroInvalido(causa.formatted(valores));
        }
    }
}
