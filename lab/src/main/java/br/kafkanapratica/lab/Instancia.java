package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.Armadilha;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.controle.ProcessoVisto.Estado;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Um lugar no laboratório, e o processo que o ocupa ou ocupou: quem é morto e trazido de volta é a mesma instância. O estado dela é
 * do {@link Palco}, e só ele o muda.
 */
final class Instancia {

    private final String nome;
    private final String papel;
    private final @Nullable Armadilha armadilha;
    private volatile @Nullable Processo processo;
    private volatile Instant desde = Instant.EPOCH;
    private volatile @Nullable String fim;
    private volatile @Nullable String tempo;
    private volatile boolean saindo;
    private volatile NaMao naMao = new NaMao(Clock.systemUTC());

    private Instancia(String nome, String papel, @Nullable Armadilha armadilha) {
        this.nome = nome;
        this.papel = papel;
        this.armadilha = armadilha;
    }

    /** A primeira de um programa do laboratório; o papel é o nome dele. */
    static Instancia de(String programa) {
        return new Instancia(programa, programa, null);
    }

    static Instancia de(Armadilha armadilha) {
        return new Instancia(armadilha.nome(), armadilha.noLugarDe().orElse(""), armadilha);
    }

    /** Mais uma do mesmo programa. */
    Instancia outra(int numero) {
        return new Instancia(comNumero(original(), numero), papel, armadilha);
    }

    /** {@code estoque-service-2}; a primeira não tem número. */
    static String comNumero(String nome, int numero) {
        return numero == 1 ? nome : nome + "-" + numero;
    }

    String nome() {
        return nome;
    }

    /** O nome da primeira. */
    String original() {
        return armadilha == null ? papel : armadilha.nome();
    }

    /** O programa certo cujo lugar ocupa; vazio se nenhum. */
    String papel() {
        return papel;
    }

    /** O que só um pedido por vez muda. */
    String lugar() {
        return papel.isEmpty() ? nome : papel;
    }

    @Nullable
    Armadilha armadilha() {
        return armadilha;
    }

    /** O tempo de trabalho pedido para o papel dela, se não é o de sempre. */
    @Nullable
    String tempo() {
        return tempo;
    }

    void trabalhaEm(@Nullable String outro) {
        tempo = outro;
    }

    /** O último; nenhum antes de começar. */
    @Nullable
    Processo processo() {
        return processo;
    }

    long pid() {
        var atual = processo;
        return atual == null ? 0 : atual.identidade().pid();
    }

    boolean viva() {
        var atual = processo;
        return atual != null && atual.vivo();
    }

    boolean pausada() {
        var atual = processo;
        return atual != null && atual.vivo() && atual.pausado();
    }

    /** Ouve o que o próximo processo escrever. */
    NaMao escuta() {
        naMao = new NaMao(Clock.systemUTC());
        return naMao;
    }

    void comecou(Processo novo, Instant agora) {
        processo = novo;
        desde = agora;
        fim = null;
        saindo = false;
    }

    void terminou(String como, Instant agora) {
        fim = como;
        desde = agora;
    }

    /** Vai terminar porque outro toma o lugar, ou porque recomeça logo: ninguém tem de o trazer de volta. */
    void sai() {
        saindo = true;
    }

    boolean saindo() {
        return saindo;
    }

    ProcessoVisto vista(int porta) {
        var atual = processo;
        var estado = !viva() ? Estado.TERMINADO : pausada() ? Estado.PAUSADO : Estado.NO_AR;
        var como = estado != Estado.TERMINADO || atual == null || fim != null ? fim : atual.comoTerminou();
        return new ProcessoVisto(
                nome, papel, pid(), estado, desde, como, armadilha != null, tempo, porta, naMao.agora());
    }
}
