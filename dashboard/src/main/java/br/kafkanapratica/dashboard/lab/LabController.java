package br.kafkanapratica.dashboard.lab;

import br.kafkanapratica.dashboard.Recusa;
import br.kafkanapratica.experimentos.controle.ControleDoLab;
import br.kafkanapratica.experimentos.controle.Pedido;
import br.kafkanapratica.experimentos.controle.PedidoInvalido;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.controle.Resposta;
import br.kafkanapratica.experimentos.controle.Verbo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Ver e mandar nos programas do laboratório que iniciou este dashboard. Ver, qualquer um que o alcance pode; mandar, só quem mostra a
 * chave, que está no endereço que o laboratório imprime.
 */
@RestController
class LabController {

    private static final String CHAVE = "X-Lab-Chave";

    private static final Set<Verbo> DA_PAGINA = Set.of(
            Verbo.MATAR,
            Verbo.PARAR,
            Verbo.INICIAR,
            Verbo.PAUSAR,
            Verbo.RETOMAR,
            Verbo.DOBRAR,
            Verbo.ARMADILHA,
            Verbo.CERTO,
            Verbo.LENTO);

    /** A página não sobreviveria para dizer que foi feito, nem teria com que o desfazer. */
    private static final Set<Verbo> NAO_EM_SI_MESMA = Set.of(Verbo.MATAR, Verbo.PARAR, Verbo.PAUSAR);

    private static final String SEM_LABORATORIO =
            "Este dashboard não foi iniciado por um laboratório no ar, e daqui não se manda nele. Num terminal: %s";
    private static final String SEM_CHAVE =
            "Falta a chave do laboratório: abra a página pelo endereço que o ./start.sh mostrou (./lab.sh endereco o mostra de novo).";

    /**
     * @param noAr se há um laboratório que responde
     * @param comChave se quem perguntou pode mandar nele
     * @param frase o que falta para isso; vazia se nada
     */
    record Lab(boolean noAr, boolean comChave, String frase, List<Programa> processos) {}

    /** @param estado {@code no-ar}, {@code pausado}, {@code terminado} */
    record Programa(
            String nome,
            String papel,
            long pid,
            String estado,
            Instant desde,
            @Nullable String fim,
            boolean armadilha,
            @Nullable String tempo,
            int porta,
            ProcessoVisto.@Nullable Trabalho naMao) {

        static Programa de(ProcessoVisto visto) {
            return new Programa(
                    visto.nome(),
                    visto.papel(),
                    visto.pid(),
                    visto.estado().palavra(),
                    visto.desde(),
                    visto.fim(),
                    visto.armadilha(),
                    visto.tempo(),
                    visto.porta(),
                    visto.naMao());
        }
    }

    /** @param tempo só para {@code lento} */
    record Ordem(@Nullable String programa, @Nullable String tempo) {}

    record Feito(String frase) {}

    private final LabProperties propriedades;

    LabController(LabProperties propriedades) {
        this.propriedades = propriedades;
    }

    @GetMapping("/api/lab")
    Lab mostra(@RequestHeader(name = CHAVE, required = false) @Nullable String chave) {
        var controle = propriedades.controle();
        if (controle == null) {
            return new Lab(false, false, SEM_LABORATORIO.formatted("./start.sh"), List.of());
        }
        var resposta = ControleDoLab.em(controle).pede(Verbo.PROCESSOS.palavra());
        boolean comChave = propriedades.abre(chave);
        return new Lab(
                resposta.ok(),
                comChave,
                !resposta.ok() ? resposta.frase() : comChave ? "" : SEM_CHAVE,
                ControleDoLab.processos(resposta).stream().map(Programa::de).toList());
    }

    /** @throws Recusa 403 sem a chave; 400 se não é um pedido; 409 se o laboratório o recusa; 503 se não há um */
    @PostMapping("/api/lab/{verbo}")
    Feito manda(
            @PathVariable String verbo,
            @RequestHeader(name = CHAVE, required = false) @Nullable String chave,
            @RequestBody Ordem ordem) {
        if (propriedades.controle() != null && !propriedades.abre(chave)) {
            throw new Recusa(HttpStatus.FORBIDDEN, SEM_CHAVE);
        }
        var pedido = pedido(verbo, ordem);
        if (NAO_EM_SI_MESMA.contains(pedido.verbo())
                && pedido.argumentos().get(0).equals("dashboard")) {
            throw new Recusa(
                    HttpStatus.CONFLICT,
                    "A página não se mata a si mesma. Num terminal: ./lab.sh %s".formatted(pedido.linha()));
        }
        var resposta = responde(pedido);
        return switch (resposta.situacao()) {
            case OK -> new Feito(resposta.frase());
            case RECUSADO -> throw new Recusa(HttpStatus.CONFLICT, resposta.frase());
            case SEM_LABORATORIO -> throw new Recusa(HttpStatus.SERVICE_UNAVAILABLE, resposta.frase());
        };
    }

    private Resposta responde(Pedido pedido) {
        var controle = propriedades.controle();
        if (controle == null) {
            throw new Recusa(HttpStatus.SERVICE_UNAVAILABLE, SEM_LABORATORIO.formatted("./lab.sh " + pedido.linha()));
        }
        return ControleDoLab.em(controle).pede(pedido);
    }

    private static Pedido pedido(String verbo, Ordem ordem) {
        var palavras = new ArrayList<>(List.of(verbo, ordem.programa() == null ? "" : ordem.programa()));
        if (ordem.tempo() != null) {
            palavras.add(ordem.tempo());
        }
        if (Verbo.de(verbo).filter(DA_PAGINA::contains).isEmpty()) {
            throw new Recusa(HttpStatus.NOT_FOUND, "Não há nada neste endereço.");
        }
        try {
            return Pedido.de(palavras);
        } catch (PedidoInvalido e) {
            throw new Recusa(HttpStatus.BAD_REQUEST, e.frase());
        }
    }
}
