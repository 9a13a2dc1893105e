package exemplo;

import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.chaves.EmMapa;
import br.kafkanapratica.estado.spring.LogsSeguidos;
import exemplo.Interruptores.Interruptor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** À parte, para que um teste de fatia ({@code @WebMvcTest}) não o exija. */
@Configuration(proxyBeanMethods = false)
class LogDosInterruptores {

    @Bean
    LogSeguido<EmMapa<Interruptor>> log(LogsSeguidos logs, JsonMapper json) {
        return logs.segue(
                "interruptores",
                () -> new EmMapa<>((nome, valor) -> {
                    var interruptor = json.readValue(valor, Interruptor.class);
                    if (interruptor == null || interruptor.ligado() == null) {
                        throw new IllegalArgumentException("ligado ausente");
                    }
                    return interruptor;
                }));
    }
}
