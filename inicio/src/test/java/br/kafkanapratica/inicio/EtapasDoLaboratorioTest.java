package br.kafkanapratica.inicio;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;

@ExtendWith(OutputCaptureExtension.class)
class EtapasDoLaboratorioTest {

    /** O servidor da API em 1111; o do actuator, quando tem um seu, em 2222. */
    @ParameterizedTest
    @CsvSource({
        "'', 0, 1111",
        "'', '', 1111",
        "9001, 9001, 1111",
        "-1, 0, 1111",
        "9001, 0, 2222",
        "0, 0, 2222",
    })
    void anunciaSoOServidorQueTemOActuator(String doActuator, String daApi, int anunciada, CapturedOutput saida) {
        var aviso = new EtapasDoLaboratorio().avisoDeInicio("estoque-service", doActuator, daApi);
        aviso.onApplicationEvent(servidor(1111, null));
        aviso.onApplicationEvent(servidor(2222, "management"));
        assertThat(saida.getOut().lines())
                .singleElement()
                .asString()
                .contains("[ESTOQUE] No ar. Saúde e métricas: http://localhost:%d/actuator".formatted(anunciada));
    }

    private static WebServerInitializedEvent servidor(int porta, String nome) {
        var servidor = finge(WebServer.class, porta);
        var contexto = finge(WebServerApplicationContext.class, nome);
        return new WebServerInitializedEvent(servidor) {
            @Override
            public WebServerApplicationContext getApplicationContext() {
                return contexto;
            }
        };
    }

    /** O que quer que se pergunte, a resposta é esta. */
    private static <T> T finge(Class<T> tipo, Object resposta) {
        return tipo.cast(Proxy.newProxyInstance(
                tipo.getClassLoader(), new Class<?>[] {tipo}, (eu, metodo, argumentos) -> resposta));
    }
}
