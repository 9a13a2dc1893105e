package br.kafkanapratica.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** No Ctrl-C a JVM espera por isto antes de sair com 130: o que já foi enviado ainda é confirmado e contado. */
public final class Interrupcao implements AutoCloseable {

    private static final int PRAZO_S = 15;

    /** Sem nada pendente, quem não chega ao fim está preso a ler de um terminal ou de um pipe, e o Kafka nada tem com isso. */
    private static final int PRAZO_SEM_PENDENTES_S = 3;

    private final CountDownLatch fim = new CountDownLatch(1);
    private final Thread gancho;

    private Interrupcao(Runnable pede, BooleanSupplier pendentes, Supplier<String> contas) {
        gancho = new Thread(() -> espera(pede, pendentes, contas));
    }

    /**
     * Vale até o {@link #close}, depois do qual um Ctrl-C encerra sem esperar.
     *
     * @param pede chamado de outra thread: que se pare de enviar, e logo se chegue ao {@link #close}
     * @param pendentes se ainda se espera alguma resposta do Kafka
     * @param contas o que se diz se não se chega a ele em 15 s, ou em 3 s seguidos sem nada pendente
     */
    public static Interrupcao ouve(Runnable pede, BooleanSupplier pendentes, Supplier<String> contas) {
        var interrupcao = new Interrupcao(pede, pendentes, contas);
        Runtime.getRuntime().addShutdownHook(interrupcao.gancho);
        return interrupcao;
    }

    private void espera(Runnable pede, BooleanSupplier pendentes, Supplier<String> contas) {
        pede.run();
        try {
            int semPendentes = 0;
            for (int segundos = 1; !fim.await(1, TimeUnit.SECONDS); segundos++) {
                semPendentes =
                        pendentes.getAsBoolean() ? 0 : semPendentes + 1; // a última resposta pode ter acabado de vir
                if (semPendentes == PRAZO_SEM_PENDENTES_S) {
                    Tela.aviso("Interrompido: " + contas.get()); // na saída de erros: a outra pode estar presa
                    return;
                }
                if (segundos == PRAZO_S) {
                    Tela.erro("o Kafka não respondeu a tempo: " + contas.get());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        fim.countDown();
        tira(gancho);
    }

    /** @return falso se a JVM já está saindo, e o gancho é que fala */
    public static boolean tira(Thread gancho) {
        try {
            return Runtime.getRuntime().removeShutdownHook(gancho);
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
