package br.kafkanapratica.dashboard.experimentos;

import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.Recusa;
import br.kafkanapratica.dashboard.experimentos.Vistas.Lista;
import br.kafkanapratica.dashboard.experimentos.Vistas.Um;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.experimentos.estudo.Relatorio;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** O curso: a lista, um experimento, a previsão, o relatório. O que explica só se mostra a quem já viu tudo. */
@RestController
class ExperimentosController {

    private static final int MAIOR_NOME = 100;

    record Previsao(@Nullable String previsao) {}

    private final Sala sala;
    private final ComandosDaPagina comandos;
    private final Clock relogio;

    ExperimentosController(Sala sala, ComandosDaPagina comandos, Clock relogio) {
        this.sala = sala;
        this.comandos = comandos;
        this.relogio = relogio;
    }

    @GetMapping("/api/experimentos")
    Lista lista() {
        return Vistas.lista(sala.folhas());
    }

    @GetMapping("/api/experimentos/{id}")
    Um um(@PathVariable String id) {
        var experimento = experimento(id);
        return Vistas.um(experimento, sala.estudo(experimento).orElse(null), comandos::aqui);
    }

    /** O aluno prevê, e o experimento começa. */
    @PostMapping("/api/experimentos/{id}")
    Um preve(@PathVariable String id, @RequestBody Previsao previsao) {
        var experimento = experimento(id);
        var letra = previsao.previsao() == null ? "" : previsao.previsao();
        if (experimento.alternativa(letra).isEmpty()) {
            throw new Recusa(HttpStatus.BAD_REQUEST, "Escolha uma das alternativas.");
        }
        return Vistas.um(experimento, sala.comeca(experimento, letra), comandos::aqui);
    }

    /** Apaga a folha dele. */
    @PostMapping("/api/experimentos/{id}/recomeco")
    Um recomeca(@PathVariable String id) {
        var experimento = experimento(id);
        sala.apaga(experimento);
        return Vistas.um(experimento, null, comandos::aqui);
    }

    /** Para guardar ou entregar: uma página que não precisa de mais nada. */
    @GetMapping("/api/relatorio")
    ResponseEntity<String> relatorio(@RequestParam(defaultValue = "") String nome) {
        var curto = nome.strip().substring(0, Math.min(nome.strip().length(), MAIOR_NOME));
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(Relatorio.arquivo(curto))
                                .build()
                                .toString())
                .body(Relatorio.html(curto, sala.folhas(), relogio));
    }

    /** Sem onde escrever, não há como guardar o que se previu. */
    @ExceptionHandler
    ProblemDetail semCaderno(UncheckedIOException erro) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "O caderno não se deixa usar: %s. Confira a pasta, ou diga outra em DASHBOARD_CADERNO."
                        .formatted(erro.getMessage()));
    }

    private static Experimento experimento(String id) {
        return Curso.experimento(id)
                .orElseThrow(() -> new Recusa(HttpStatus.NOT_FOUND, "Não há um experimento com este nome."));
    }
}
