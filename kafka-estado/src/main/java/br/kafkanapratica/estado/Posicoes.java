package br.kafkanapratica.estado;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Até onde o estado inclui cada partição; quem escreveu pode esperar pelo próprio registro. Para várias threads. */
public final class Posicoes {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mudou = lock.newCondition();
    private Map<Integer, Long> proximoOffset = Map.of();

    void publica(Map<Integer, Long> novas) {
        lock.lock();
        try {
            if (!novas.equals(proximoOffset)) {
                proximoOffset = Map.copyOf(novas);
                mudou.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Quantas partições o tópico tem, pelo que se sabe. */
    public int particoes() {
        lock.lock();
        try {
            return proximoOffset.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Espera até o estado incluir o registro; {@code false} se o prazo acabar antes.
     *
     * @throws IllegalArgumentException logo, se o tópico não tem tal partição (a que acaba de surgir só se sabe na próxima verificação)
     */
    public boolean espera(Posicao posicao, Duration prazo) throws InterruptedException {
        long resta = prazo.toNanos();
        lock.lock();
        try {
            if (!proximoOffset.containsKey(posicao.particao())) {
                throw new IllegalArgumentException("a partição %d não existe: o tópico tem %d, de 0 a %d"
                        .formatted(posicao.particao(), proximoOffset.size(), proximoOffset.size() - 1));
            }
            while (proximoOffset.getOrDefault(posicao.particao(), 0L) <= posicao.offset()) {
                if (resta <= 0) {
                    return false;
                }
                resta = mudou.awaitNanos(resta);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
