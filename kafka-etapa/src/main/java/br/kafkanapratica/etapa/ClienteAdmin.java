package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** O Admin de uma ronda, feito quando se precisa dele. De uma thread, menos {@link #esquece}. */
final class ClienteAdmin {

    private final Supplier<Admin> novo;
    private volatile @Nullable Admin admin;

    ClienteAdmin(Supplier<Admin> novo) {
        this.novo = novo;
    }

    Admin admin() {
        var atual = admin;
        if (atual == null) {
            atual = novo.get();
            admin = atual;
        }
        return atual;
    }

    void esquece() {
        var velho = admin;
        admin = null;
        if (velho != null) {
            velho.close(Duration.ofMillis(1)); // zero seria esperar pela thread dele, quanto fosse
        }
    }
}
