package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.Armadilha;
import br.kafkanapratica.experimentos.controle.Resposta;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * As armadilhas entram no lugar do programa certo, e ele volta quando elas saem. Para várias threads, uma por vez em cada papel, de que
 * cuida quem chama.
 */
final class Trocas {

    private final Palco palco;
    private final Roteiro roteiro;
    private final Map<String, List<Instancia>> trocadas = new ConcurrentHashMap<>();

    Trocas(Palco palco, Roteiro roteiro) {
        this.palco = palco;
        this.roteiro = roteiro;
    }

    Resposta entra(Armadilha armadilha) {
        var instancia = palco.instancias().stream()
                .filter(outra -> outra.nome().equals(armadilha.nome()))
                .findFirst()
                .orElseGet(() -> Instancia.de(armadilha));
        if (instancia.viva()) {
            return Resposta.ok("%s já está no ar (PID %d).".formatted(instancia.nome(), instancia.pid()));
        }
        roteiro.programa(instancia); // o que falte, diz-se antes de parar o certo
        return armadilha.noLugarDe().map(papel -> entra(instancia, papel)).orElseGet(() -> entraSemLugar(instancia));
    }

    private Resposta entra(Instancia instancia, String papel) {
        var antes = palco.noLugarDe(papel);
        var vivas = antes.stream().filter(Instancia::viva).toList();
        if (new Nomes(palco.instancias()).armadilhaEm(papel).isEmpty()) {
            trocadas.put(papel, vivas);
        }
        antes.stream().findFirst().ifPresent(outra -> instancia.trabalhaEm(outra.tempo()));
        palco.sai(vivas);
        antes.stream()
                .filter(outra -> outra.armadilha() != null && outra != instancia)
                .forEach(palco::tira);
        palco.iniciaSePode(instancia);
        return Resposta.ok("%s no lugar de %s (PID %d). Para ter o certo de volta: %s"
                .formatted(instancia.nome(), papel, instancia.pid(), Nomes.comando("certo", papel)));
    }

    /** O lugar dela é a porta, se tem uma. */
    private Resposta entraSemLugar(Instancia instancia) {
        int porta = roteiro.porta(instancia);
        var naMesmaPorta = palco.instancias().stream()
                .filter(outra -> porta != 0 && outra != instancia && roteiro.porta(outra) == porta)
                .toList();
        var vivas = naMesmaPorta.stream().filter(Instancia::viva).toList();
        palco.sai(vivas);
        naMesmaPorta.forEach(palco::tira);
        palco.iniciaSePode(instancia);
        return Resposta.ok("%s começa (PID %d)%s%s. Para tirá-la: %s"
                .formatted(
                        instancia.nome(),
                        instancia.pid(),
                        porta == 0 ? "" : ", em http://localhost:" + porta,
                        vivas.isEmpty() ? "" : ", no lugar de " + vivas.get(0).nome(),
                        Nomes.comando("certo", instancia.nome())));
    }

    Resposta sai(Instancia instancia) {
        if (instancia.armadilha() == null) {
            return Resposta.ok("%s já é o certo.".formatted(instancia.papel()));
        }
        var papel = instancia.papel();
        var armadilhas = papel.isEmpty()
                ? List.of(instancia)
                : palco.noLugarDe(papel).stream()
                        .filter(outra -> outra.armadilha() != null)
                        .toList();
        palco.sai(armadilhas.stream().filter(Instancia::viva).toList());
        armadilhas.forEach(palco::tira);
        if (papel.isEmpty()) {
            return Resposta.ok("%s saiu.".formatted(instancia.nome()));
        }
        var deVolta = devolve(papel).stream().filter(outra -> !outra.viva()).toList();
        deVolta.forEach(palco::iniciaSePode);
        return Resposta.ok("%s saiu. De volta: %s."
                .formatted(
                        instancia.original(),
                        deVolta.stream()
                                .map(outra -> "%s (PID %d)".formatted(outra.nome(), outra.pid()))
                                .collect(Collectors.joining(", "))));
    }

    /** As que estavam no ar; se não havia nenhuma, a primeira. */
    private List<Instancia> devolve(String papel) {
        var certas = trocadas.remove(papel);
        return certas != null && !certas.isEmpty()
                ? certas
                : palco.noLugarDe(papel).stream()
                        .filter(outra -> outra.nome().equals(papel))
                        .toList();
    }
}
