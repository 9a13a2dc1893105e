package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.fatos.Servico.Resposta;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mesma chave em duas partições: dois últimos. */
public final class DuasParticoes {

    private DuasParticoes() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "duas-particoes", "A mesma chave em duas partições")
                .pergunta(
                        "Um producer escolhe a partição por sorteio. O cliente 1 acaba com um registro numa partição e outro em outra. Qual é o saldo dele?")
                .errada(
                        "O do maior offset.",
                        "Offsets de partições diferentes não se comparam: cada uma conta os seus.")
                .errada(
                        "O que o consumidor leu por último.",
                        "Depende de quem lê e de quando: duas instâncias dariam saldos diferentes.")
                .certa(
                        "Só há resposta se todos a derem igual; aqui decide o timestamp do registro.",
                        "A compactação também não resolve: ela guarda o último de cada chave em cada partição, e ficam os dois.")
                .faca("Rode o producer que sorteia a partição.", new NoLab(Verbo.ARMADILHA, "saldo-duas-particoes"))
                .veja("O mesmo cliente tem registros em duas partições.", DuasParticoes::espalhado)
                .veja("O saldo-service responde pelo de timestamp maior.", DuasParticoes::decide)
                .porque(
                        "A chave só dá ordem porque a partição é função dela. Quem escolhe a partição de outro modo (um sorteio, outro algoritmo, mais partições do que antes) quebra a promessa, e não há erro nenhum que o diga.",
                        "É o que acontece quando se aumenta o número de partições de um tópico compactado, ou quando dois producers, em linguagens diferentes, calculam o hash de modos diferentes.");
    }

    private static List<List<Registro>> espalhados(Fatos fatos) {
        return fatos.em(Topico.CONTAS).stream().collect(Collectors.groupingBy(Registro::chave)).values().stream()
                .filter(registros -> registros.stream()
                                .map(registro -> registro.lugar().particao())
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    private static Conclusao espalhado(Fatos fatos) {
        return espalhados(fatos).stream()
                .findFirst()
                .map(registros -> Prova.de(
                        registros.get(registros.size() - 1).quando(),
                        Fatos.lugares(registros),
                        "cliente %s",
                        registros.get(0).chave()))
                .orElseGet(() -> falta("nenhum cliente com registros em duas partições"));
    }

    private static Conclusao decide(Fatos fatos) {
        return espalhados(fatos).stream()
                .map(DuasParticoes::maisNovo)
                .flatMap(registro -> fatos.ultimo().stream()
                        .filter(momento -> responde(momento.saldos().clientes().get(registro.chave()), registro))
                        .map(momento -> Prova.de(
                                momento.quando(),
                                List.of(registro.lugar()),
                                "GET /saldo/%s dá o saldo de %s",
                                registro.chave(),
                                registro.lugar())))
                .findFirst()
                .orElseGet(() -> falta("o saldo-service ainda não respondeu pelo cliente"));
    }

    private static Registro maisNovo(List<Registro> registros) {
        return registros.stream()
                .reduce((um, outro) -> RegistroDeContas.decide(
                                outro.quando().toEpochMilli(),
                                outro.lugar().particao(),
                                um.quando().toEpochMilli(),
                                um.lugar().particao())
                        ? outro
                        : um)
                .orElseThrow();
    }

    private static boolean responde(@Nullable Resposta resposta, Registro registro) {
        return resposta != null
                && resposta.saldo() != null
                && registro.saldo() instanceof RegistroDeContas.Valido valido
                && new BigDecimal(resposta.saldo()).compareTo(valido.saldo().saldo()) == 0;
    }
}
