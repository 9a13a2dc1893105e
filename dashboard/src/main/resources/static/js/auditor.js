import { el, numero, plural, por, texto } from './dom.js';

/** A visão Auditor: a conta dos pedidos, e o nome de quem não fecha. */
export function auditor() {
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
  ]) {
    const valor = el('dd', { dados: { parcela: id } }, '0');
    parcelas.set(id, valor);
    conta.append(el('div', { class: `parcela ${id}` }, el('dt', { dados: { sinal } }, nome), valor));
  }

  return {
    quadro({ auditor: balanco, kafka }, visivel) {
      if (!visivel) return;
      const { esperando } = balanco;
      const valores = { ...balanco, ...esperando };
      for (const [id, valor] of parcelas) texto(valor, numero(valores[id]));
      conta.querySelector('.perdidos').classList.toggle('ruim', balanco.perdidos > 0);
      conta.querySelector('.duplicados').classList.toggle('ruim', balanco.duplicados > 0);
      const [frase, classe] = veredito(balanco, kafka);
      texto(por('veredito'), frase);
      por('veredito').dataset.estado = classe;
      mostraSuspeitos(balanco.suspeitos);
    },
  };
}

function veredito(balanco, kafka) {
  if (kafka.lido < 100) return [`Lendo o log desde o começo: ${kafka.lido}%`, 'alerta'];
  if (balanco.ressalva) return [`Atenção: ${balanco.ressalva}.`, 'alerta'];
  if (balanco.perdidos || balanco.duplicados) {
    return [`A conta não fecha: ${plural(balanco.perdidos, 'perdido', 'perdidos')}, ${
      plural(balanco.duplicados, 'duplicado', 'duplicados')}. Os nomes estão abaixo.`, 'ruim'];
  }
  if (balanco.enviados === 0) return ['Ainda não há pedidos.', 'alerta'];
  return [`A conta fecha: nenhum pedido perdido, nenhum duplicado, de ${plural(balanco.enviados, 'enviado', 'enviados')}.`, 'bom'];
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
