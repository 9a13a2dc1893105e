package br.kafkanapratica.etapa;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.ext.jdk8.OptionalDoubleDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.ReferenceType;

/**
 * Um {@code double} ou um {@code float}, só finito: o Jackson lê os textos {@code "NaN"} e {@code "Infinity"}, que nenhum ajuste
 * recusa, e de {@code 1e999} faria um infinito.
 */
final class SoFinito extends DelegatingDeserializer {

    private SoFinito(ValueDeserializer<?> original) {
        super(original);
    }

    static SimpleModule nosNumeros() {
        return new SimpleModule()
                .setDeserializerModifier(new NosNumeros())
                // O que o Jackson usaria de seu não passa pelo modificador.
                .addDeserializer(OptionalDouble.class, new OptionalDoubleDeserializer());
    }

    private static final class NosNumeros extends ValueDeserializerModifier {

        private static final long serialVersionUID = 1L;

        private static final Set<Class<?>> TIPOS = Set.of(
                double.class,
                Double.class,
                float.class,
                Float.class,
                Number.class,
                OptionalDouble.class,
                double[].class,
                float[].class);

        @Override
        public ValueDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription.Supplier tipo, ValueDeserializer<?> original) {
            return seE(tipo.getBeanClass(), original);
        }

        @Override
        public ValueDeserializer<?> modifyArrayDeserializer(
                DeserializationConfig config,
                ArrayType lista,
                BeanDescription.Supplier tipo,
                ValueDeserializer<?> original) {
            return seE(lista.getRawClass(), original);
        }

        @Override
        public ValueDeserializer<?> modifyReferenceDeserializer(
                DeserializationConfig config,
                ReferenceType talvez,
                BeanDescription.Supplier tipo,
                ValueDeserializer<?> original) {
            return seE(talvez.getRawClass(), original);
        }

        private static ValueDeserializer<?> seE(Class<?> tipo, ValueDeserializer<?> original) {
            return TIPOS.contains(tipo) ? new SoFinito(original) : original;
        }
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> original) {
        return new SoFinito(original);
    }

    @Override
    public @Nullable Object deserialize(JsonParser json, DeserializationContext contexto) {
        var lido = super.deserialize(json, contexto);
        if (finito(lido)) {
            return lido;
        }
        var token = json.currentToken();
        if (token != null && token.isNumeric()) {
            throw new InputCoercionException(json, "não cabe em " + handledType(), token, handledType());
        }
        return contexto.handleUnexpectedToken(getValueType(contexto), json);
    }

    private static boolean finito(@Nullable Object lido) {
        if (lido instanceof double[] varios) {
            return Arrays.stream(varios).allMatch(Double::isFinite);
        }
        if (lido instanceof float[] varios) {
            for (float um : varios) {
                if (!Float.isFinite(um)) {
                    return false;
                }
            }
            return true;
        }
        if (lido instanceof OptionalDouble talvez) {
            return talvez.stream().allMatch(Double::isFinite);
        }
        if (lido instanceof Float um) {
            return Float.isFinite(um);
        }
        return !(lido instanceof Double um) || Double.isFinite(um);
    }
}
