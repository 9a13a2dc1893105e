package br.kafkanapratica.etapa;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.LogicalType;

/** Uma data ou uma hora, só em texto: de um número, o Jackson adivinharia se são segundos ou milissegundos. */
final class SoTexto extends DelegatingDeserializer {

    private SoTexto(ValueDeserializer<?> original) {
        super(original);
    }

    static final class NasDatas extends ValueDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public ValueDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription.Supplier tipo, ValueDeserializer<?> original) {
            return original.logicalType() == LogicalType.DateTime ? new SoTexto(original) : original;
        }
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> original) {
        return new SoTexto(original);
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext contexto) {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return contexto.handleUnexpectedToken(getValueType(contexto), json);
        }
        return super.deserialize(json, contexto);
    }
}
