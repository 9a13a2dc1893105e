package br.kafkanapratica.experimentos.controle;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** O que se pode pedir ao laboratório no ar. Os programas se dizem pelo nome, nunca pelo PID. */
public enum Verbo {
    PROCESSOS("Mostra os programas do laboratório: PID, estado, desde quando, como terminou."),
    MATAR("kill -9: o programa não fica sabendo.", "PROGRAMA"),
    PARAR("Pede ao programa que termine, e espera.", "PROGRAMA"),
    INICIAR("Traz um programa de volta, com as mesmas opções.", "PROGRAMA"),
    PAUSAR("Congela um programa (SIGSTOP): continua vivo, e não faz nada.", "PROGRAMA"),
    RETOMAR("Descongela um programa pausado (SIGCONT).", "PROGRAMA"),
    DOBRAR("Inicia mais uma instância de uma etapa: estoque-2, estoque-3…", "PROGRAMA"),
    LENTO(
            "Reinicia uma etapa com outro tempo de trabalho (10s, 500ms), ou com o de sempre (normal).",
            "PROGRAMA",
            "TEMPO"),
    ARMADILHA("Põe um programa errado no lugar do certo.", "NOME"),
    CERTO("Tira a armadilha e traz o programa certo de volta.", "PROGRAMA"),
    LINHAS("Mostra as últimas N linhas que um programa escreveu.", "PROGRAMA", "N"),
    ENDERECO("Mostra o endereço da página, com a chave que liga os botões dela.");

    private final String descricao;
    private final List<String> argumentos;

    Verbo(String descricao, String... argumentos) {
        this.descricao = descricao;
        this.argumentos = List.of(argumentos);
    }

    /** A primeira palavra da linha do pedido, e do comando. */
    public String palavra() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String descricao() {
        return descricao;
    }

    /** O que vem depois da palavra, como a ajuda o escreve. */
    public List<String> argumentos() {
        return argumentos;
    }

    /** Se só pergunta. */
    public boolean soLe() {
        return this == PROCESSOS || this == LINHAS || this == ENDERECO;
    }

    /** Se espera um programa terminar por bem. */
    boolean demora() {
        return this == PARAR || this == LENTO || this == ARMADILHA || this == CERTO;
    }

    /** O comando inteiro, com os nomes no lugar dos valores. */
    public String uso() {
        return ("./lab.sh " + palavra() + " " + String.join(" ", argumentos)).strip();
    }

    public static Optional<Verbo> de(String palavra) {
        return Arrays.stream(values())
                .filter(verbo -> verbo.palavra().equals(palavra))
                .findFirst();
    }
}
