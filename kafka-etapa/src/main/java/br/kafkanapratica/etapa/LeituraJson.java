package br.kafkanapratica.etapa;

import com.fasterxml.jackson.annotation.Nulls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * Registro → objeto, só se for exatamente o que o tipo diz: nenhum campo falta, é nulo, se repete ou é de outro tipo. Podem faltar,
 * ou ser nulos, os {@code @Nullable} e os {@link Optional}: é assim que um tipo ganha um campo que os registros antigos não têm. Datas
 * são texto ISO-8601; enums, o nome; números, finitos. O tipo, como os que há dentro dele, é um record, ou recebe tudo no construtor. Imutável; pode ser usada de várias threads.
 */
public final class LeituraJson<E> implements Leitura<E> {

    /** Chave e valor: mais não caberia no próximo tópico, depois de ganhar campos e headers (o broker aceita 1 MiB). */
    private static final int MAIOR_REGISTRO = 1_000_000;

    /** Só UTF-8: o Jackson adivinharia o UTF-16 e o UTF-32, e saltaria um BOM. */
    private static final JsonFactory UTF_8 = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder(UTF_8)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .annotationIntrospector(new CamposExigidos())
            .changeDefaultNullHandling(nulos -> nulos.withValueNulls(Nulls.FAIL, Nulls.FAIL))
            .addModule(new SimpleModule().setDeserializerModifier(new SoTexto.NasDatas()))
            .addModule(SoFinito.nosNumeros())
            .addModule(new SimpleModule().setDeserializerModifier(new CamposExigidos.PeloConstrutor()))
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(vazio -> vazio.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Textual,
                    texto -> texto.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private final Class<E> tipo;
    private final boolean comChave;
    private final List<BiFunction<E, byte @Nullable [], Optional<String>>> exigencias;

    LeituraJson(Class<E> tipo) {
        this(tipo, false, List.of());
        confere(tipo);
    }

    private LeituraJson(
            Class<E> tipo, boolean comChave, List<BiFunction<E, byte @Nullable [], Optional<String>>> exigencias) {
        this.tipo = tipo;
        this.comChave = comChave;
        this.exigencias = exigencias;
    }

    /** O Jackson só olha o tipo, e os que há dentro dele, ao ler: que não seja o primeiro registro a dizer que não serve. */
    private static void confere(Class<?> tipo) {
        try {
            JSON.readValue("{}", tipo);
        } catch (InvalidDefinitionException e) {
            throw new IllegalArgumentException(
                    "%s não serve para ler JSON: %s".formatted(tipo.getName(), e.getOriginalMessage()), e);
        } catch (JacksonException e) {
            // um objeto vazio não é o que ele espera, e o resto está bem
        }
    }

    /** O registro tem de ter chave. */
    public LeituraJson<E> exigeChave() {
        return new LeituraJson<>(tipo, true, exigencias);
    }

    /** @param problema do objeto e da chave do registro ao que neles está errado, em português; vazio se nada */
    public LeituraJson<E> exige(BiFunction<E, byte @Nullable [], Optional<String>> problema) {
        var todas = new ArrayList<>(exigencias);
        todas.add(problema);
        return new LeituraJson<>(tipo, comChave, List.copyOf(todas));
    }

    @Override
    public E le(ConsumerRecord<byte[], byte[]> registro) throws RegistroInvalido {
        byte[] valor = registro.value();
        byte[] chave = registro.key();
        exige(valor != null, "o valor é nulo");
        exige(chave != null || !comChave, "o registro não tem chave");
        int tamanho = (chave == null ? 0 : chave.length) + valor.length;
        exige(tamanho <= MAIOR_REGISTRO, "chave e valor têm %d bytes, mais que %d", tamanho, MAIOR_REGISTRO);
        var texto = utf8(valor);
        var lido = interpreta(valor, texto);
        for (var exigencia : exigencias) {
            var problema = exigencia.apply(lido, chave);
            if (problema.isPresent()) {
                throw new RegistroInvalido(problema.get());
            }
        }
        // "\ud800" sozinho é JSON, mas não há UTF-8 para ele: não poderia ser escrito no próximo tópico.
        exige(
                !texto.contains("\\u") || StandardCharsets.UTF_8.newEncoder().canEncode(JSON.writeValueAsString(lido)),
                "tem metade de um caractere (surrogate sem par)");
        return lido;
    }

    static byte[] bytes(Object resultado) {
        return JSON.writeValueAsBytes(resultado);
    }

    /** Dos bytes é mais depressa; do texto, que só se interpreta se algo está errado, sabe-se dizer em que caractere. */
    private E interpreta(byte[] valor, String texto) throws RegistroInvalido {
        try {
            E lido = JSON.readValue(valor, tipo);
            return lido == null ? interpreta(texto) : lido;
        } catch (JacksonException e) {
            return interpreta(texto);
        }
    }

    private E interpreta(String texto) throws RegistroInvalido {
        try {
            E lido = JSON.readValue(texto, tipo);
            exige(lido != null, "não é um objeto JSON");
            return lido;
        } catch (InputCoercionException e) {
            throw new RegistroInvalido("o campo %s é um número grande demais".formatted(campo(e)));
        } catch (StreamReadException e) {
            var local = e.getLocation();
            throw new RegistroInvalido(
                    "não é um JSON válido (linha %d, coluna %d)".formatted(local.getLineNr(), local.getColumnNr()));
        } catch (InvalidDefinitionException e) { // um subtipo, que só se olha quando um registro o traz
            throw new RegistroInvalido(
                    "%s não serve para ler JSON: %s".formatted(tipo.getName(), e.getOriginalMessage()));
        } catch (ValueInstantiationException e) { // o construtor do tipo o recusa
            throw new RegistroInvalido("não serve: " + Diagnostico.motivo(Diagnostico.raiz(e)));
        } catch (JacksonException e) {
            throw new RegistroInvalido(
                    e.getPath().isEmpty()
                            ? "não é um objeto JSON com os campos do contrato"
                            : "o campo %s falta, é nulo ou não tem o tipo certo".formatted(campo(e)));
        }
    }

    /** O caminho inteiro: {@code itens[1].sensor}. */
    private static String campo(JacksonException erro) {
        var campo = new StringBuilder();
        for (var passo : erro.getPath()) {
            if (passo.getPropertyName() == null) {
                campo.append('[').append(passo.getIndex()).append(']');
            } else {
                campo.append(campo.isEmpty() ? "" : ".").append(passo.getPropertyName());
            }
        }
        return campo.isEmpty() ? "?" : campo.toString();
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
