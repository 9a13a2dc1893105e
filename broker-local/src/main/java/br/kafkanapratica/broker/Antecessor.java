package br.kafkanapratica.broker;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import kafka.server.ControllerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.image.MetadataImage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * O broker que usava esta pasta antes. Se morreu (kill -9), os metadados ainda o dizem vivo e líder de tudo, até a sessão
 * dele vencer; quem tem a trava da pasta sabe que ele morreu, e o retira já.
 *
 * <p>Não é só para não esperar a sessão. Um broker que nasce líder pelos metadados velhos é cercado e eleito outra vez em
 * seguida, e carrega o estado dos grupos duas vezes; numa máquina lenta as duas cargas se cruzam, e o Kafka 4.2 estraga
 * o {@code __consumer_offsets} (docs/decisoes/0015-o-coordenador-que-carrega-duas-vezes.md). Retirado antes, carrega uma vez.
 */
final class Antecessor {

    private static final Logger LOG = LoggerFactory.getLogger(Antecessor.class);
    private static final Duration INTERVALO = Duration.ofMillis(50);
    private static final int ESPERA_DO_ATIVO_MS = 3000;

    private final ControllerServer controller;
    private final Membro membro;

    Antecessor(ControllerServer controller, Membro membro) {
        this.controller = controller;
        this.membro = membro;
    }

    /** Volta quando os metadados publicados não dizem mais que ele está vivo, ou quando {@code desiste}. */
    void retira(BooleanSupplier desiste) {
        while (!desiste.getAsBoolean() && !emDia()) {
            LockSupport.parkNanos(INTERVALO.toNanos());
        }
        while (!desiste.getAsBoolean() && vivo()) {
            retira();
            LockSupport.parkNanos(INTERVALO.toNanos());
        }
    }

    /** Já há um controller ativo, e o que se vê aqui inclui tudo o que veio antes dele. */
    private boolean emDia() {
        if (membro.sozinho()) {
            int epoca = controller.controller().curClaimEpoch();
            return epoca > 0 && imagem().provenance().lastContainedEpoch() >= epoca;
        }
        var lider = controller.raftManager().client().leaderAndEpoch();
        return lider.leaderId().isPresent() && imagem().provenance().lastContainedEpoch() >= lider.epoch();
    }

    private boolean vivo() {
        var registro = imagem().cluster().broker(membro.id());
        return registro != null && !registro.fenced();
    }

    /** Apaga o registro dele: só cercado, ainda teria uma sessão a vencer antes de o novo poder se registrar. */
    private void retira() {
        if (membro.sozinho()) {
            retiraAqui();
        } else {
            pedeAoAtivo();
        }
    }

    /** O controller ativo pode ser o de outro processo. */
    private void pedeAoAtivo() {
        Map<String, Object> configuracao = Map.of(
                "bootstrap.controllers",
                membro.votantes().replaceAll("\\d+@", ""),
                "default.api.timeout.ms",
                ESPERA_DO_ATIVO_MS,
                "request.timeout.ms",
                ESPERA_DO_ATIVO_MS);
        try (var admin = Admin.create(configuracao)) {
            admin.unregisterBroker(membro.id()).all().get();
        } catch (ExecutionException e) {
            LOG.info("O registro do antecessor ainda não saiu: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void retiraAqui() {
        var contexto =
                new ControllerRequestContext(new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty());
        try {
            controller.controller().unregisterBroker(contexto, membro.id()).join();
        } catch (CompletionException | ApiException e) {
            // O controller ainda assume, ou o registro já saiu e ainda não foi publicado: a próxima volta vê.
            LOG.info("O registro do antecessor ainda não saiu: {}", e.getMessage());
        }
    }

    private MetadataImage imagem() {
        return controller.metadataCache().currentImage();
    }
}
