package br.kafkanapratica.dashboard.topicos;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TopicosController {

    private final Topicos topicos;

    TopicosController(Topicos topicos) {
        this.topicos = topicos;
    }

    @GetMapping("/api/topicos")
    List<Topicos.Visto> topicos() throws InterruptedException {
        return topicos.todos();
    }
}
