package br.kafkanapratica.juiz.auditoria;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.identidade.ChaveCurta;

/**
 * O que a conta achou de um pedido.
 *
 * @param anomalia perdido, duplicado ou sem origem
 * @param etapa a que passou por ele, ou cujos resultados estão a mais
 * @param vezes quantos faltam, ou estão a mais
 */
public record Suspeita(ChaveCurta chave, Anomalia anomalia, EtapaDoPipeline etapa, int vezes) {}
