package br.kafkanapratica.saldo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Diz onde o serviço responde, e o PID de que os testes de fogo do curso precisam. */
@Component
class AvisoDeInicio {

    private static final Logger log = LoggerFactory.getLogger(AvisoDeInicio.class);

    @EventListener
    void noAr(WebServerInitializedEvent evento) {
        log.info(
                "saldo-service no ar em http://localhost:{} (PID {})",
                evento.getWebServer().getPort(),
                ProcessHandle.current().pid());
    }
}
