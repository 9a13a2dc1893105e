package br.kafkanapratica.inicio;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Diz onde o programa responde, e o PID de que os testes de fogo do curso precisam. Quem o quer faz dele um bean. */
public final class AvisoDeInicio implements ApplicationListener<WebServerInitializedEvent> {

    private static final Logger log = LoggerFactory.getLogger(AvisoDeInicio.class);

    private final String programa;

    /** @param programa como a linha o chama */
    public AvisoDeInicio(String programa) {
        this.programa = programa;
    }

    /** Só da API: o actuator, noutra porta, tem um servidor seu. */
    @Override
    public void onApplicationEvent(WebServerInitializedEvent evento) {
        if (evento.getApplicationContext().getServerNamespace() != null) {
            return;
        }
        log.info(
                "{} no ar em http://localhost:{} (PID {})",
                programa,
                evento.getWebServer().getPort(),
                ProcessHandle.current().pid());
    }
}
