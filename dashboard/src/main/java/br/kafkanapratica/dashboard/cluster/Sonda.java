package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Fotografa o Kafka de tempos em tempos; diz uma vez que ele sumiu, e uma vez que voltou. */
@Component
class Sonda implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Sonda.class);

    private static final int RESPOSTA_MS = 1_000;
    private static final int SEM_RESPOSTA = 5;

    private final Administracao administracao;
    private final Fotografo fotografo;
    private final Painel painel;
    private final Ronda ronda;
    private boolean avisado;
    private int semResposta; // vezes seguidas

    Sonda(
            Administracao administracao,
            Painel painel,
            DashboardProperties propriedades,
            Clock relogio,
            @Qualifier("sinalDaSonda") SinalDeVida sinal) {
        this.administracao = administracao;
        this.fotografo = new Fotografo(relogio);
        this.painel = painel;
        this.ronda = new Ronda("sonda", sinal, propriedades.sondagem(), this::sonda);
    }

    @Override
    public void start() {
        ronda.comeca();
    }

    @Override
    public void stop() {
        ronda.para();
    }

    @Override
    public boolean isRunning() {
        return ronda.anda();
    }

    private void sonda() {
        try {
            painel.fotografado(fotografo.fotografa(administracao.admin()));
            semResposta = 0;
            if (avisado) {
                log.info("O Kafka voltou a responder.");
                avisado = false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | KafkaException e) {
            naoFotografou(e);
        }
    }

    /** O broker pode responder e não dizer tudo: isso não é estar fora do ar. */
    private void naoFotografou(Exception e) {
        var causa = e.getCause() == null ? e : e.getCause();
        if (responde()) {
            painel.semFotografia(String.valueOf(causa.getMessage()));
            return;
        }
        painel.semContato();
        if (++semResposta % SEM_RESPOSTA == 0) {
            administracao.recomeca();
        }
        if (!avisado) {
            log.warn("Não alcanço o Kafka; continuo tentando. Para subi-lo: ./start.sh, ou java -jar"
                    + " broker-local/target/broker-local.jar");
            avisado = true;
        }
    }

    private boolean responde() {
        try {
            var opcoes = new DescribeClusterOptions().timeoutMs(RESPOSTA_MS);
            return !administracao.admin().describeCluster(opcoes).nodes().get().isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | KafkaException e) {
            return false;
        }
    }
}
