package br.kafkanapratica.dashboard.documentos;

import br.kafkanapratica.dashboard.Recusa;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Cada documento no caminho que tem no repositório: os links entre eles são os mesmos. O build os põe no jar. */
@RestController
class DocumentosController {

    private static final String PASTA = "documentos";

    /** Sem pontos a não ser o da extensão: nada daqui sai da pasta. Possessivo: com um caminho longo não acaba a pilha. */
    private static final Pattern CAMINHO = Pattern.compile("(?:/[\\w-]++)++\\.(?:md|png)");

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    @GetMapping({"/documentos", "/documentos/"})
    ResponseEntity<Void> comeco() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("/documentos/README.md"))
                .build();
    }

    /** @throws Recusa 404 se não há esse documento */
    @GetMapping("/documentos/{*caminho}")
    ResponseEntity<byte[]> mostra(@PathVariable String caminho) throws IOException {
        if (!existe(caminho)) {
            throw new Recusa(HttpStatus.NOT_FOUND, "Não há esse documento. Todos se alcançam de /documentos/README.md");
        }
        var bytes = new ClassPathResource(PASTA + caminho).getContentAsByteArray();
        if (caminho.endsWith(".png")) {
            return ResponseEntity.ok().contentType(MediaType.IMAGE_PNG).body(bytes);
        }
        var pagina = new Pagina(new String(bytes, StandardCharsets.UTF_8), caminho, DocumentosController::existe);
        return ResponseEntity.ok().contentType(HTML).body(pagina.html().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean existe(String caminho) {
        return CAMINHO.matcher(caminho).matches() && new ClassPathResource(PASTA + caminho).exists();
    }
}
