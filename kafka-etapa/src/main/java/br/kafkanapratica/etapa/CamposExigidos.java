package br.kafkanapratica.etapa;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** Que campos têm de estar no JSON, e não ser nulos: todos, menos os {@code @Nullable} (de quem for) e os {@link Optional}. */
final class CamposExigidos extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    private static final Set<Class<?>> OPCIONAIS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    /**
     * Recusa o tipo que não se pode exigir inteiro: o Jackson só dá por falta do que vai ao construtor, e o que se põe depois dele
     * ficaria nulo, sem se notar.
     */
    static final class PeloConstrutor extends ValueDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public List<BeanPropertyDefinition> updateProperties(
                DeserializationConfig config, BeanDescription.Supplier tipo, List<BeanPropertyDefinition> campos) {
            for (var campo : campos) {
                if (campo.couldDeserialize() && campo.isRequired() && !campo.hasConstructorParameter()) {
                    throw new IllegalArgumentException(
                            "%s não é um record, e o campo %s, se faltasse no JSON, ficaria nulo sem se notar"
                                    .formatted(tipo.getBeanClass().getName(), campo.getName()));
                }
            }
            return campos;
        }
    }

    @Override
    public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember membro) {
        return !opcional(membro);
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated membro) {
        var pedido = super.findSetterInfo(config, membro);
        return pedido.nonDefaultValueNulls() == null && opcional(membro) ? pedido.withValueNulls(Nulls.SET) : pedido;
    }

    private static boolean opcional(Annotated membro) {
        return OPCIONAIS.contains(membro.getRawType()) || anotacoes(membro).anyMatch(CamposExigidos::nullable);
    }

    /** As do parâmetro e as do tipo dele ({@code TYPE_USE}, como a do JSpecify), que o Jackson não junta. */
    private static Stream<Annotation> anotacoes(Annotated membro) {
        if (membro instanceof AnnotatedParameter parametro
                && parametro.getOwner().getAnnotated() instanceof Executable construtor) {
            int i = parametro.getIndex();
            var tipos = construtor.getAnnotatedParameterTypes();
            return Stream.concat(
                    Arrays.stream(construtor.getParameters()[i].getAnnotations()),
                    i < tipos.length ? Arrays.stream(tipos[i].getAnnotations()) : Stream.empty());
        }
        AnnotatedElement elemento = membro.getAnnotated();
        return elemento instanceof java.lang.reflect.Field campo
                ? Stream.concat(
                        Arrays.stream(campo.getAnnotations()),
                        Arrays.stream(campo.getAnnotatedType().getAnnotations()))
                : Stream.empty();
    }

    private static boolean nullable(Annotation anotacao) {
        return anotacao.annotationType().getSimpleName().equals("Nullable");
    }
}
