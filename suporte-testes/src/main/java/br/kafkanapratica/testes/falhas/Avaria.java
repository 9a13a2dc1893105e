package br.kafkanapratica.testes.falhas;

/** Uma falha em curso. Quem a fecha a desfaz; fechá-la de novo não faz nada. */
@FunctionalInterface
public interface Avaria extends AutoCloseable {

    @Override
    void close();
}
