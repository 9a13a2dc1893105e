package br.kafkanapratica.experimentos.fatos;

import br.kafkanapratica.experimentos.controle.ControleDoLab;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import java.util.List;

/** O que se vê do laboratório; sem um no ar, nada. */
public interface Laboratorio {

    Laboratorio NENHUM = new Laboratorio() {
        @Override
        public List<ProcessoVisto> processos() {
            return List.of();
        }

        @Override
        public List<String> linhas(String programa, int quantas) {
            return List.of();
        }
    };

    List<ProcessoVisto> processos();

    /** As últimas que o programa deste nome escreveu. */
    List<String> linhas(String programa, int quantas);

    static Laboratorio de(ControleDoLab controle) {
        return new Laboratorio() {
            @Override
            public List<ProcessoVisto> processos() {
                return controle.processos();
            }

            @Override
            public List<String> linhas(String programa, int quantas) {
                return controle.pede("linhas", programa, Integer.toString(quantas))
                        .linhas();
            }
        };
    }
}
