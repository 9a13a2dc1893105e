package br.kafkanapratica.dashboard.fotografia;

import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.dashboard.conexao.Administracao;
import br.kafkanapratica.dashboard.vida.Ronda;
import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Fotografa o Kafka de tempos em tempos; diz uma vez que ele sumiu, e uma vez que voltou. */
@Component
class RondaDoKafka extends Ronda {

    private static final Logger log = LoggerFactory.getLogger(RondaDoKafka.class);

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
        if (administracao.responde()) {
            ouvinte.semFotografia(Administracao.causa(e));
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
}
