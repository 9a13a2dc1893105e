package exemplo;

import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Posicao;
import br.kafkanapratica.estado.Situacao.Pronto;
import br.kafkanapratica.estado.chaves.EmMapa;
import br.kafkanapratica.estado.chaves.Registro.Malformado;
import br.kafkanapratica.estado.chaves.Registro.Valido;
import br.kafkanapratica.estado.spring.LogsSeguidos;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

/** Quais funcionalidades estão ligadas: chave, o nome; valor, {@code {"ligado":true,"porQue":"…"}}; nulo, não há mais. */
@SpringBootApplication
public class Interruptores {

    public static void main(String[] args) {
        SpringApplication.run(Interruptores.class, args);
    }

    record Interruptor(Boolean ligado, String porQue) {}

    @Bean
    LogSeguido<EmMapa<Interruptor>> log(LogsSeguidos logs, JsonMapper json) {
        return logs.segue("interruptores", () -> new EmMapa<>((nome, valor) -> {
            var interruptor = json.readValue(valor, Interruptor.class);
            if (interruptor == null || interruptor.ligado() == null) {
                throw new IllegalArgumentException("ligado ausente");
            }
            return interruptor;
        }));
    }

    @RestController
    record Api(LogSeguido<EmMapa<Interruptor>> log) {

        @GetMapping("/interruptores/{nome}")
        Interruptor um(@PathVariable("nome") String nome, @RequestParam(name = "posicao", required = false) Posicao posicao)
                throws InterruptedException {
            if (!(log.situacao() instanceof Pronto<EmMapa<Interruptor>> pronto)
                    || posicao != null && !pronto.posicoes().espera(posicao, Duration.ofSeconds(5))) {
                throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "ainda não; tente de novo");
            }
            var registro = pronto.projecao().busca(nome).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
            if (registro instanceof Malformado<Interruptor> malformado) {
                throw new ResponseStatusException(HttpStatus.CONFLICT, malformado.causa());
            }
            return ((Valido<Interruptor>) registro).valor();
        }
    }
}
