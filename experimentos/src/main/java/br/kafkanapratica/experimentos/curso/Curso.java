package br.kafkanapratica.experimentos.curso;

import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.curso.cluster.DoisBrokersMorrem;
import br.kafkanapratica.experimentos.curso.cluster.UmBrokerMorre;
import br.kafkanapratica.experimentos.curso.garantias.AoMenosUmaVez;
import br.kafkanapratica.experimentos.curso.garantias.IdFixo;
import br.kafkanapratica.experimentos.curso.garantias.LagUm;
import br.kafkanapratica.experimentos.curso.garantias.LeuODesfeito;
import br.kafkanapratica.experimentos.curso.garantias.NoMaximoUmaVez;
import br.kafkanapratica.experimentos.curso.garantias.OndeAcaba;
import br.kafkanapratica.experimentos.curso.garantias.PollDemorado;
import br.kafkanapratica.experimentos.curso.garantias.RegistroVenenoso;
import br.kafkanapratica.experimentos.curso.pedidos.Assincronia;
import br.kafkanapratica.experimentos.curso.pedidos.ChavePorCliente;
import br.kafkanapratica.experimentos.curso.pedidos.Desacoplamento;
import br.kafkanapratica.experimentos.curso.pedidos.MorteNoMeio;
import br.kafkanapratica.experimentos.curso.pedidos.OrdemPorParticao;
import br.kafkanapratica.experimentos.curso.pedidos.PagamentoMorto;
import br.kafkanapratica.experimentos.curso.pedidos.QuartoEstoque;
import br.kafkanapratica.experimentos.curso.pedidos.SegundoEstoque;
import br.kafkanapratica.experimentos.curso.saldos.AteOVazio;
import br.kafkanapratica.experimentos.curso.saldos.ComGrupo;
import br.kafkanapratica.experimentos.curso.saldos.Compactacao;
import br.kafkanapratica.experimentos.curso.saldos.ContasDelete;
import br.kafkanapratica.experimentos.curso.saldos.DuasParticoes;
import br.kafkanapratica.experimentos.curso.saldos.EmFloat;
import br.kafkanapratica.experimentos.curso.saldos.LerAPropriaEscrita;
import br.kafkanapratica.experimentos.curso.saldos.Malformado;
import br.kafkanapratica.experimentos.curso.saldos.Reconstrucao;
import br.kafkanapratica.experimentos.curso.saldos.Remocao;
import java.util.List;
import java.util.Optional;

/** Todos os experimentos, na ordem em que se fazem; o número de um é o lugar dele aqui, de 1 em diante. Imutável. */
public final class Curso {

    public static final List<Experimento> EXPERIMENTOS = List.of(
            Assincronia.experimento(),
            Desacoplamento.experimento(),
            PagamentoMorto.experimento(),
            MorteNoMeio.experimento(),
            SegundoEstoque.experimento(),
            QuartoEstoque.experimento(),
            OrdemPorParticao.experimento(),
            ChavePorCliente.experimento(),
            NoMaximoUmaVez.experimento(),
            AoMenosUmaVez.experimento(),
            IdFixo.experimento(),
            LeuODesfeito.experimento(),
            PollDemorado.experimento(),
            RegistroVenenoso.experimento(),
            LagUm.experimento(),
            OndeAcaba.experimento(),
            Reconstrucao.experimento(),
            LerAPropriaEscrita.experimento(),
            Remocao.experimento(),
            Compactacao.experimento(),
            Malformado.experimento(),
            AteOVazio.experimento(),
            ComGrupo.experimento(),
            EmFloat.experimento(),
            DuasParticoes.experimento(),
            ContasDelete.experimento(),
            UmBrokerMorre.experimento(),
            DoisBrokersMorrem.experimento());

    private Curso() {}

    /** Pelo número ou pelo id. */
    public static Optional<Experimento> experimento(String qual) {
        return EXPERIMENTOS.stream()
                .filter(este ->
                        este.id().equals(qual) || String.valueOf(numero(este)).equals(qual))
                .findFirst();
    }

    public static int numero(Experimento experimento) {
        return EXPERIMENTOS.indexOf(experimento) + 1;
    }

    public static List<Experimento> da(Trilha trilha) {
        return EXPERIMENTOS.stream().filter(este -> este.trilha() == trilha).toList();
    }
}
