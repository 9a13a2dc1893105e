import { el, hora, mostra, numero, plural, por, texto } from './dom.js';

const RESUMO_MS = 10000;

/** A visão Auditor: a conta dos pedidos, e o nome de quem não fecha. */
export function auditor() {
  let ditoEm = -Infinity;
  const conta = por('conta');
  const parcelas = new Map();
  for (const [id, nome, sinal] of [
    ['enviados', 'enviados', ''],
    ['concluidos', 'concluídos e avisados', '='],
    ['estoque', 'esperando o estoque', '+'],
    ['pagamento', 'esperando o pagamento', '+'],
    ['notificacao', 'esperando o aviso', '+'],
    ['naDlt', 'na DLT', '+'],
    ['perdidos', 'perdidos', '+'],
    ['duplicados', 'duplicados', '−'],
    ['semOrigem', 'sem origem no log', '−'],
    ['porConfirmar', 'por confirmar', '+'],
    ['emTransito', 'por confirmar', '−'],
  ]) {
    const valor = el('dd', { dados: { parcela: id } }, '0');
    parcelas.set(id, valor);
    conta.append(el('div', { class: `parcela ${id}` }, el('dt', { dados: { sinal } }, nome), valor));
  }

  return {
    quadro(quadro, visivel) {
      if (!visivel) return;
      const { auditor: balanco, instante } = quadro;
      const ignorados = naoSeSabe(quadro);
      const { esperando } = balanco;
      const valores = { ...balanco, ...esperando };
      for (const [id, valor] of parcelas) texto(valor, instante === null || ignorados.includes(id) ? '…' : numero(valores[id]));
      for (const id of ['porConfirmar', 'emTransito']) mostra(parcelas.get(id).parentElement, valores[id] > 0);
      conta.classList.toggle('antigo', antigo(quadro) || mudos(quadro).length > 0);
      conta.querySelector('.perdidos').classList.toggle('ruim', balanco.perdidos > 0);
      conta.querySelector('.duplicados').classList.toggle('ruim', balanco.duplicados > 0);
      const [frase, classe] = veredito(quadro);
      texto(por('veredito'), frase);
      if (por('veredito').dataset.estado !== classe || performance.now() - ditoEm >= RESUMO_MS) { // a conta muda dez vezes por segundo
        ditoEm = performance.now();
        texto(por('veredito-dito'), frase);
      }
      por('veredito').dataset.estado = classe;
      mostraSuspeitos(balanco.suspeitos);
    },
  };
}

/** O que se mostra é de antes: o Kafka não responde, ou ainda se lê o que falta. */
export function antigo({ kafka, instante, agora }) {
  return instante === null || kafka.semContatoDesde !== null || kafka.lido < 100 || agora - instante > kafka.valeMs;
}

/** Por que não se sabe de agora. */
export function porQueAntigo({ kafka }) {
  if (kafka.semContatoDesde !== null) return 'o Kafka não responde';
  if (kafka.lido < 100) return `lendo o que veio depois: ${kafka.lido}%`;
  return 'nada novo se leu do Kafka desde então';
}

/** Os grupos cujo coordenador não responde: o que se sabe deles é de antes, ou nada. */
function mudos({ grupos }) {
  return grupos.filter((grupo) => grupo.semRespostaDesde !== null);
}

/** As parcelas que só o offset gravado da notificação diz, se ele nunca se soube. */
export function naoSeSabe({ grupos }) {
  const notificacao = grupos.at(-1);
  return notificacao.semRespostaDesde !== null && notificacao.estado === '?' ? ['concluidos', 'notificacao'] : [];
}

function veredito(quadro) {
  const { auditor: balanco, kafka, instante } = quadro;
  if (instante === null) {
    return kafka.semContatoDesde !== null
      ? ['Ainda não li o log: o Kafka não responde.', 'antigo']
      : [`Lendo o histórico: ${kafka.lido}%`, 'alerta'];
  }
  if (antigo(quadro)) {
    return [`Às ${hora(instante)}: ${juizo(balanco)[0]} (De agora não sei: ${porQueAntigo(quadro)}.)`, 'antigo'];
  }
  const semResposta = mudos(quadro);
  if (semResposta.length > 0) {
    const nomes = semResposta.map((grupo) => grupo.nome).join(', ');
    const desde = hora(Math.min(...semResposta.map((grupo) => grupo.semRespostaDesde)));
    return [naoSeSabe(quadro).length > 0
      ? `Não sei se a conta fecha: o coordenador de ${nomes} não responde desde as ${desde}, e não se sabe quem já foi avisado.`
      : `${juizo(balanco)[0]} (Mas o coordenador de ${nomes} não responde desde as ${desde}: até onde cada um chegou é o que se sabia então.)`, 'antigo'];
  }
  return juizo(balanco);
}

function juizo(balanco) {
  const atencao = balanco.ressalva ? `Atenção: ${balanco.ressalva}.` : '';
  if (balanco.perdidos || balanco.duplicados) {
    return [`A conta não fecha: ${plural(balanco.perdidos, 'perdido', 'perdidos')}, ${
      plural(balanco.duplicados, 'duplicado', 'duplicados')}. Os nomes estão abaixo. ${atencao}`.trim(), 'ruim'];
  }
  if (atencao) return [atencao, 'alerta'];
  if (!soma(balanco)) return ['A conta não fecha, e não há perdido nem duplicado: é defeito desta página.', 'ruim'];
  if (balanco.enviados === 0) return ['Ainda não há pedidos.', 'alerta'];
  return [`A conta fecha: nenhum pedido perdido, nenhum duplicado, de ${plural(balanco.enviados, 'enviado', 'enviados')}${
    balanco.semOrigem ? `; de ${plural(balanco.semOrigem, 'outro', 'outros')} há resultado, mas o registro que o originou não está mais no log` : ''}.`, balanco.semOrigem ? 'alerta' : 'bom'];
}

/** As parcelas são contadas uma a uma; que os dois lados deem o mesmo é o que se confere aqui. */
function soma({ enviados, duplicados, semOrigem, emTransito, esperando, perdidos, porConfirmar, concluidos, naDlt }) {
  return enviados + duplicados + semOrigem + emTransito
    === esperando.estoque + esperando.pagamento + esperando.notificacao + perdidos + porConfirmar + concluidos + naDlt;
}

function mostraSuspeitos(suspeitos) {
  const onde = por('suspeitos');
  const agora = JSON.stringify(suspeitos);
  if (onde.dataset.agora === agora) return;
  onde.dataset.agora = agora;
  if (suspeitos.length === 0) {
    onde.replaceChildren();
    return;
  }
  onde.replaceChildren(el('div', { class: 'rolavel', tabindex: 0, role: 'region', 'aria-label': 'Pedidos que não fecham' },
    el('table', {},
      el('thead', {}, el('tr', {}, ...['Pedido', 'O que há', 'Onde'].map((nome) => el('th', { scope: 'col' }, nome)))),
      el('tbody', {}, ...suspeitos.map((suspeito) => el('tr', {},
        el('th', { scope: 'row' }, suspeito.id), el('td', {}, suspeito.oQue), el('td', {}, suspeito.onde)))))));
}
