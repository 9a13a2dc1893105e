package exemplo;

import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Posicao;
import br.kafkanapratica.estado.Situacao.Pronto;
import br.kafkanapratica.estado.chaves.EmMapa;
import br.kafkanapratica.estado.chaves.Registro.Malformado;
import br.kafkanapratica.estado.chaves.Registro.Valido;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Quais funcionalidades estão ligadas: chave, o nome; valor, {@code {"ligado":true,"porQue":"…"}}; nulo, não há mais. */
@SpringBootApplication
public class Interruptores {

    public static void main(String[] args) {
        SpringApplication.run(Interruptores.class, args);
    }

    record Interruptor(Boolean ligado, String porQue) {}

    @RestController
    record Api(LogSeguido<EmMapa<Interruptor>> log) {

        @GetMapping("/interruptores/{nome}")
        Interruptor um(
                @PathVariable("nome") String nome, @RequestParam(name = "posicao", required = false) Posicao posicao)
                throws InterruptedException {
            if (!(log.situacao() instanceof Pronto<EmMapa<Interruptor>> pronto)
                    || posicao != null && !inclui(pronto, posicao)) {
                throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "ainda não; tente de novo");
            }
            var registro =
                    pronto.projecao().busca(nome).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
            if (registro instanceof Malformado<Interruptor> malformado) {
                throw new ResponseStatusException(HttpStatus.CONFLICT, malformado.causa());
            }
            return ((Valido<Interruptor>) registro).valor();
        }

        private static boolean inclui(Pronto<?> pronto, Posicao posicao) throws InterruptedException {
            try {
                return pronto.posicoes().espera(posicao, Duration.ofSeconds(5));
            } catch (IllegalArgumentException naoExiste) {
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST, naoExiste.getMessage());
            }
        }
    }
}
