package br.kafkanapratica.dashboard.fotografia;

import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.dashboard.conexao.Administracao;
import br.kafkanapratica.dashboard.vida.Ronda;
import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Fotografa o Kafka de tempos em tempos; diz uma vez que ele sumiu, e uma vez que voltou. */
@Component
class RondaDoKafka extends Ronda {

    private static final Logger log = LoggerFactory.getLogger(RondaDoKafka.class);

    private static final int RESPOSTA_MS = 1_000;
    private static final int SEM_RESPOSTA = 5;

    private final Administracao administracao;
    private final Fotografo fotografo;
    private final OuvinteDasFotografias ouvinte;
    private final ComandosDaPagina comandos;
    private boolean avisado;
    private int semResposta; // vezes seguidas

    RondaDoKafka(
            Administracao administracao,
            OuvinteDasFotografias ouvinte,
            ComandosDaPagina comandos,
            DashboardProperties propriedades,
            Clock relogio,
            @Qualifier("sinalDaSonda") SinalDeVida sinal) {
        super("sonda", sinal, propriedades.sondagem());
        this.administracao = administracao;
        this.fotografo = new Fotografo(relogio);
        this.ouvinte = ouvinte;
        this.comandos = comandos;
    }

    @Override
    protected void volta() {
        try {
            ouvinte.fotografado(fotografo.fotografa(administracao.admin()));
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
        if (responde()) {
            ouvinte.semFotografia(causa(e));
            return;
        }
        ouvinte.semContato();
        if (++semResposta % SEM_RESPOSTA == 0) {
            administracao.recomeca();
        }
        if (!avisado) {
            log.warn("Não alcanço o Kafka; continuo tentando. {}", comandos.semKafkaNoLog());
            avisado = true;
        }
    }

    static String causa(Exception e) {
        var causa = e.getCause() == null ? e : e.getCause();
        if (causa instanceof TimeoutException) {
            return "não respondeu a tempo";
        }
        if (causa instanceof AuthorizationException || causa instanceof AuthenticationException) {
            return "não deixa este programa perguntar";
        }
        if (causa instanceof UnsupportedVersionException) {
            return "a versão dele não conhece a pergunta";
        }
        if (causa instanceof RetriableException) {
            return "diz que ainda não pode responder";
        }
        return "nas palavras dele: " + causa.getMessage();
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
