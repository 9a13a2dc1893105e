package br.kafkanapratica.experimentos.curso.cluster;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.EscreveSaldo;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Momento.Cluster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Um de três brokers morre. */
public final class UmBrokerMorre {

    private static final int TODOS = 3;

    private UmBrokerMorre() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.CLUSTER, "um-broker-morre", "Um broker morre")
                .comTresBrokers()
                .pergunta(
                        "São três brokers, e cada partição tem três cópias: uma é a do líder, que atende a todos. Você mata um broker. O que acontece com as partições que ele liderava?")
                .errada("Param até que ele volte.", "As cópias existem para isto: outra passa a ser a do líder.")
                .certa(
                        "Outro broker, dos que têm uma cópia em dia, passa a liderá-las.",
                        "Em dia (in-sync, ISR) é quem tem tudo o que foi confirmado. Por isso nada do que se confirmou se perde.")
                .errada("As cópias são apagadas e refeitas nos outros dois.", "Já estão nos outros dois.")
                .faca("Mate o broker-2.", new NoLab(Verbo.MATAR, "broker-2"))
                .faca("Quando se vir que ele saiu, escreva um saldo.", new EscreveSaldo("12", "120,00"))
                .faca("Traga o broker-2 de volta.", new NoLab(Verbo.INICIAR, "broker-2"))
                .veja("Um broker saiu, e toda partição de contas tem líder.", UmBrokerMorre::outroLidera)
                .veja("Uma escrita foi confirmada com dois brokers.", UmBrokerMorre::escrita)
                .veja("Ele voltou, e as cópias dele estão em dia.", UmBrokerMorre::voltou)
                .porque(
                        "Com acks=all a escrita espera por todas as cópias em dia, e é recusada se são menos de min.insync.replicas=2. Quando o morto deixa de contar, uns segundos depois, são duas, e a escrita segue.",
                        "Quem volta copia o que perdeu antes de contar como em dia. A liderança pode não voltar para ele na hora.");
    }

    private static Optional<Momento> caiu(Fatos fatos) {
        return fatos.quando(momento -> momento.cluster().brokers().size() == TODOS)
                .flatMap(antes -> fatos.depois(
                        antes,
                        momento -> momento.cluster().brokers().size() == TODOS - 1
                                && momento.cluster().lideres().size()
                                        == momento.cluster().emDia().size()
                                && momento.cluster()
                                        .brokers()
                                        .containsAll(momento.cluster().lideres().values())));
    }

    private static Conclusao outroLidera(Fatos fatos) {
        return caiu(fatos)
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "brokers %s; quem lidera cada partição de contas: %s",
                        momento.cluster().brokers(),
                        momento.cluster().lideres()))
                .orElseGet(() ->
                        fatos.quando(momento -> momento.cluster().brokers().size() == TODOS)
                                        .isPresent()
                                ? falta("mate um broker: os três ainda respondem")
                                : falta("ainda não se viram três brokers"));
    }

    private static Conclusao escrita(Fatos fatos) {
        var caiu = caiu(fatos);
        if (caiu.isEmpty()) {
            return falta("primeiro, mate um broker");
        }
        return fatos.em(Topico.CONTAS).stream()
                .filter(registro -> registro.quando().isAfter(caiu.get().quando()) && comDois(fatos, registro.quando()))
                .findFirst()
                .map(registro -> Prova.de(
                        registro.quando(), List.of(registro.lugar()), "cliente %s, com dois brokers", registro.chave()))
                .orElseGet(() -> falta("depois de se ver que ele saiu, e com ele fora, nada foi escrito em contas"));
    }

    /** Da primeira vez que um broker saiu ou de outra. */
    private static boolean comDois(Fatos fatos, Instant quando) {
        return fatos.em(quando)
                .filter(momento -> momento.cluster().brokers().size() == TODOS - 1)
                .isPresent();
    }

    private static Conclusao voltou(Fatos fatos) {
        return caiu(fatos)
                .flatMap(antes -> fatos.depois(antes, momento -> todosEmDia(momento.cluster())))
                .map(momento -> Prova.de(
                        momento.quando(), List.of(), "três brokers, e três cópias em dia de cada partição de contas"))
                .orElseGet(() -> falta("ainda falta um broker, ou uma cópia por pôr em dia"));
    }

    private static boolean todosEmDia(Cluster cluster) {
        return cluster.brokers().size() == TODOS
                && cluster.emDia().values().stream().allMatch(replicas -> replicas.size() == TODOS);
    }
}
