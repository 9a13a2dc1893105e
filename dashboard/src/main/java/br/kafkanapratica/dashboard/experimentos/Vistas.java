package br.kafkanapratica.dashboard.experimentos;

import br.kafkanapratica.experimentos.Acao.Botao;
import br.kafkanapratica.experimentos.Alternativa;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Experimento.Cenario;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.experimentos.estudo.Estudo;
import br.kafkanapratica.experimentos.estudo.Folha;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** O que a página recebe. */
final class Vistas {

    private Vistas() {}

    /** @param proximo o id do primeiro por fazer; nulo quando todos foram feitos */
    record Lista(List<UmaTrilha> trilhas, @Nullable String proximo) {}

    record UmaTrilha(String titulo, String resumo, List<Resumo> experimentos) {}

    /**
     * @param situacao {@code por-fazer}, {@code comecado} ou {@code feito}
     * @param acertou se a previsão estava certa; nulo enquanto não está feito
     */
    record Resumo(
            int numero,
            String id,
            String titulo,
            boolean tresBrokers,
            String situacao,
            @Nullable Boolean acertou) {}

    /**
     * @param previsao a letra; nula enquanto não se previu
     * @param aviso o que convém saber antes de agir; vazio se nada
     * @param explicacao nula enquanto falta ver algo
     */
    record Um(
            int numero,
            String id,
            String trilha,
            String titulo,
            boolean tresBrokers,
            String pergunta,
            List<Opcao> alternativas,
            List<UmPasso> passos,
            List<UmaVerificacao> verificacoes,
            String aviso,
            @Nullable String previsao,
            @Nullable Instant inicio,
            @Nullable Instant terminou,
            @Nullable List<String> explicacao,
            @Nullable String seguinte) {}

    /** @param certa nula, como {@code porque}, enquanto falta ver algo */
    record Opcao(
            String letra,
            String texto,
            @Nullable Boolean certa,
            @Nullable String porque) {}

    record UmPasso(String texto, String comando, @Nullable Botao botao) {}

    /** @param falta o que ainda não aconteceu; vazio enquanto não se olhou */
    record UmaVerificacao(String texto, @Nullable UmaProva prova, String falta) {}

    /** @param onde vazio se não é de nenhum registro */
    record UmaProva(Instant quando, String texto, String onde) {
        static UmaProva de(Prova prova) {
            return new UmaProva(prova.quando(), prova.texto(), prova.onde());
        }
    }

    static Lista lista(List<Folha> folhas) {
        var porId = folhas.stream().collect(Collectors.toMap(Folha::experimento, folha -> folha));
        var trilhas = Arrays.stream(Trilha.values())
                .map(trilha -> new UmaTrilha(
                        trilha.titulo(),
                        trilha.resumo(),
                        Curso.da(trilha).stream()
                                .map(experimento -> resumo(experimento, porId.get(experimento.id())))
                                .toList()))
                .toList();
        return new Lista(trilhas, proximo(porId));
    }

    private static @Nullable String proximo(Map<String, Folha> porId) {
        return Curso.EXPERIMENTOS.stream()
                .map(Experimento::id)
                .filter(id -> !completa(porId.get(id)))
                .findFirst()
                .orElse(null);
    }

    private static boolean completa(@Nullable Folha folha) {
        return folha != null && folha.completa();
    }

    private static Resumo resumo(Experimento experimento, @Nullable Folha folha) {
        return new Resumo(
                Curso.numero(experimento),
                experimento.id(),
                experimento.titulo(),
                experimento.cenario() == Cenario.TRES_BROKERS,
                folha == null ? "por-fazer" : folha.completa() ? "feito" : "comecado",
                folha == null || !folha.completa() ? null : acertou(experimento, folha));
    }

    private static boolean acertou(Experimento experimento, Folha folha) {
        return experimento
                .alternativa(folha.previsao())
                .filter(Alternativa::certa)
                .isPresent();
    }

    /** @param aqui o comando como se digita nesta execução */
    static Um um(Experimento experimento, @Nullable Estudo estudo, UnaryOperator<String> aqui) {
        var folha = estudo == null ? null : estudo.folha();
        boolean feito = completa(folha);
        return new Um(
                Curso.numero(experimento),
                experimento.id(),
                experimento.trilha().titulo(),
                experimento.titulo(),
                experimento.cenario() == Cenario.TRES_BROKERS,
                experimento.pergunta(),
                experimento.alternativas().stream()
                        .map(alternativa -> opcao(alternativa, feito))
                        .toList(),
                experimento.passos().stream()
                        .map(passo -> new UmPasso(
                                passo.texto(),
                                aqui.apply(passo.acao().comando()),
                                passo.acao().botao().orElse(null)))
                        .toList(),
                verificacoes(experimento, estudo, aqui),
                estudo == null ? "" : (estudo.retomado() + " " + estudo.aviso()).strip(),
                folha == null ? null : folha.previsao(),
                folha == null ? null : folha.inicio(),
                folha == null ? null : folha.terminou(),
                feito ? experimento.explicacao() : null,
                seguinte(experimento));
    }

    private static Opcao opcao(Alternativa alternativa, boolean feito) {
        return new Opcao(
                alternativa.letra(),
                alternativa.texto(),
                feito ? alternativa.certa() : null,
                feito ? alternativa.porque() : null);
    }

    private static List<UmaVerificacao> verificacoes(
            Experimento experimento, @Nullable Estudo estudo, UnaryOperator<String> aqui) {
        Map<String, String> faltas = estudo == null ? Map.of() : estudo.faltas();
        return experimento.verificacoes().stream()
                .map(verificacao -> new UmaVerificacao(
                        verificacao.texto(),
                        estudo == null
                                ? null
                                : estudo.folha()
                                        .prova(verificacao.texto())
                                        .map(UmaProva::de)
                                        .orElse(null),
                        aqui.apply(faltas.getOrDefault(verificacao.texto(), ""))))
                .toList();
    }

    private static @Nullable String seguinte(Experimento experimento) {
        int numero = Curso.numero(experimento);
        return numero == Curso.EXPERIMENTOS.size()
                ? null
                : Curso.EXPERIMENTOS.get(numero).id();
    }
}
