package br.kafkanapratica.etapa;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Um objeto que faz o mesmo que outro, menos nos métodos que se trocam; igual só a si mesmo. */
final class Procurador {

    /** A troca que não troca: o método é o do outro, com os argumentos como ficaram. */
    static final Object SEGUE = new Object();

    interface Troca {
        @Nullable
        Object chama(String metodo, @Nullable Object[] argumentos) throws Throwable;
    }

    private Procurador() {}

    @SuppressWarnings("unchecked")
    static <T> T de(Class<?> tipo, T original, Troca troca) {
        return (T) Proxy.newProxyInstance(
                Procurador.class.getClassLoader(), new Class<?>[] {tipo}, (proxy, metodo, argumentos) -> {
                    var valores = argumentos == null ? new Object[0] : argumentos;
                    if (metodo.getDeclaringClass() == Object.class
                            && !metodo.getName().equals("toString")) {
                        return metodo.getName().equals("equals") ? proxy == valores[0] : System.identityHashCode(proxy);
                    }
                    var resultado = troca.chama(metodo.getName(), valores);
                    if (resultado != SEGUE) {
                        return resultado;
                    }
                    try {
                        return metodo.invoke(original, valores);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
