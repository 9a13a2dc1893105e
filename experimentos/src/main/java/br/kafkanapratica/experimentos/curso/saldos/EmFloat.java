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
import java.util.List;

/** Dinheiro em double. */
public final class EmFloat {

    private static final int CENTAVOS = 2;

    private EmFloat() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "em-float", "Dinheiro em double")
                .pergunta(
                        "Um producer soma depósitos de dez e de vinte centavos num double e escreve o saldo. O que aparece no tópico depois de um depósito de cada?")
                .errada(
                        "0.30",
                        "Nem 0,1 nem 0,2 existem em binário; a soma dos dois mais próximos não é o mais próximo de 0,3.")
                .certa("0.30000000000000004", "É o double que dá a soma. Escrito no log, lá fica.")
                .errada(
                        "0.3, e a diferença se perde ao ler.",
                        "O JSON leva os dígitos como foram escritos; quem lê com exatidão lê o erro com exatidão.")
                .faca("Rode o producer que soma em double.", new NoLab(Verbo.ARMADILHA, "saldo-em-float"))
                .veja("Há em contas um saldo com mais de duas casas, que ninguém depositou.", EmFloat::torto)
                .porque(
                        "Dinheiro é decimal exato: BigDecimal em Java, e um número JSON escrito com os centavos (150.00).",
                        "O saldo-service não conserta: responde o que está no log, dígito por dígito. Quem escreve errado é que tem de ser consertado.");
    }

    private static Conclusao torto(Fatos fatos) {
        return fatos.em(Topico.CONTAS).stream()
                .filter(EmFloat::comFracaoDeCentavo)
                .findFirst()
                .map(registro ->
                        Prova.de(registro.quando(), List.of(registro.lugar()), "o registro: %s", registro.valor()))
                .orElseGet(() -> falta("todos os saldos novos têm centavos inteiros"));
    }

    private static boolean comFracaoDeCentavo(Registro registro) {
        return registro.saldo() instanceof RegistroDeContas.Valido valido
                && valido.saldo().saldo().stripTrailingZeros().scale() > CENTAVOS;
    }
}
