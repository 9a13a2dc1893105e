import { naoSeSabe } from './auditor.js';
import { el, hora, menosMovimento, mostra, numero, plural, por, segundos, texto } from './dom.js';

const ETAPAS = ['estoque', 'pagamento', 'notificacao'];
const CORES_DE_MEMBRO = 8;
const COMPACTO = 4; // daqui em diante uma linha por partição
const VOO_MS = 450;
const ATE_VALER_MS = 1000; // entre uma etapa dizer que fez e o Kafka confirmar
const VOLTOU_MS = 8000;
const VOOS_POR_QUADRO = 12; // com mais de uma vez, o olho não segue nenhum

/**
 * O pipeline desenhado partição por partição. Cada pedido mostrado é um elemento só, que muda de lugar quando o pedido muda de
 * tópico. O quadro diz onde cada um está; o laboratório, qual deles uma etapa tem na mão: esse sai da fila e fica com ela, e volta
 * se o que ela fez não valeu.
 */
export class Fluxo {
  constructor(onde, aoEscolher) {
    this.aoEscolher = aoEscolher;
    this.fichas = new Map();
    this.ritmos = new Map();
    this.maos = new Map(); // pedido → { etapa, solto: quando a etapa deixou de o ter na mão }
    this.largados = new Set(); // de quem terminou: o mesmo não se larga duas vezes
    this.ultimo = null;
    this.colunas = ETAPAS.map((etapa) => this.coluna(etapa));
    this.avisados = el('ol', { class: 'fila' });
    this.concluidos = el('b', {}, '0');
    onde.append(
      ...this.colunas.flatMap((coluna) => [coluna.topico, coluna.grupo]),
      el('article', { class: 'topico fim' }, el('h3', {}, 'clientes avisados'), el('p', {}, this.concluidos), this.avisados),
    );
  }

  coluna(etapa) {
    const coluna = {
      nome: el('h3'),
      registros: el('b', {}, '0'),
      ritmo: el('span', { class: 'ritmo' }),
      particoes: el('ol', { class: 'particoes' }),
      dlt: el('p', { class: 'dlt' }),
      rejeitados: el('ol', { class: 'fila rejeitados' }),
      nomeDoGrupo: el('h3'),
      estado: el('p', { class: 'estado' }),
      membros: el('ul', { class: 'membros' }),
      transacoes: el('ul', { class: 'transacoes' }),
      mao: el('ol', { class: 'fila mao', 'aria-label': `Na mão de ${etapa}` }),
      voltou: el('p', { class: 'voltou' }),
      eventos: el('ol', { class: 'eventos' }),
      voltaram: { id: null, ate: 0 }, // o último que a etapa largou por fazer, e até quando se diz
      linhas: [],
    };
    coluna.topico = el('article', { class: 'topico', dados: { etapa } },
      coluna.nome, el('p', {}, coluna.registros, ' registros ', coluna.ritmo), coluna.particoes, coluna.dlt, coluna.rejeitados);
    coluna.grupo = el('article', { class: 'grupo', dados: { etapa } },
      coluna.nomeDoGrupo, coluna.estado, coluna.membros, coluna.mao,
      el('div', { class: 'avisos' }, coluna.voltou, coluna.transacoes, coluna.eventos));
    return coluna;
  }

  /** @param agora de cada pedido na mão de uma etapa, qual, e quando ela terminou, se terminou; nulo se não se sabe */
  naMao(agora) {
    if (agora === null) {
      this.maos.clear();
      return;
    }
    for (const [id, mao] of this.maos) {
      if (!agora.has(id)) mao.solto ??= Date.now();
    }
    agora.forEach(({ etapa, fim }, id) => {
      const largado = `${id} ${fim}`;
      if (this.largados.has(largado)) return;
      if (fim !== null) this.largados.add(largado);
      this.maos.set(id, { etapa, solto: fim });
    });
    if (this.maos.size > 0 && this.ultimo) this.mostra(this.ultimo);
  }

  mostra(quadro) {
    this.ultimo = quadro;
    const porLer = quadro.instante === null;
    const destinos = new Map();
    quadro.topicos.forEach((topico, i) => this.topico(this.colunas[i], topico, quadro, destinos, i));
    quadro.grupos.forEach((grupo, i) => this.grupo(this.colunas[i], grupo, quadro.topicos[i]));
    texto(this.concluidos, porLer || naoSeSabe(quadro).length > 0 ? '…' : numero(quadro.auditor.concluidos));
    quadro.avisados.forEach((id) => destinos.set(id, this.avisados));
    this.poeNaMao(destinos, quadro.instante);
    this.move(destinos);
    mostra(por('pedidos-vazio'), quadro.kafka.lido === 100 && quadro.topicos.every((topico) => topico.registros === 0));
  }

  /** Só o que ainda está na fila da etapa: o que passou dela já não é dela. Antes de valer não se decide: o quadro pode ser de antes do pedido. */
  poeNaMao(destinos, instante) {
    const naFila = (coluna, id) => coluna.linhas.some(({ fila }) => fila === destinos.get(id));
    for (const [id, { etapa, solto }] of this.maos) {
      const coluna = this.colunas[ETAPAS.indexOf(etapa)];
      const espera = naFila(coluna, id);
      if (solto === null || instante < solto + ATE_VALER_MS) {
        if (espera) destinos.set(id, coluna.mao);
      } else {
        this.maos.delete(id);
        if (espera) coluna.voltaram = { id, ate: Date.now() + VOLTOU_MS };
      }
    }
    for (const { voltou, voltaram: { id, ate } } of this.colunas) {
      const naoDiz = ate < Date.now() || this.maos.has(id);
      texto(voltou, naoDiz ? '' : `${rotulo(id)} voltou à fila: o que se fez com ele não valeu`);
    }
  }

  topico(coluna, topico, quadro, destinos, indice) {
    quebravel(coluna.nome, topico.nome);
    const porLer = quadro.instante === null;
    texto(coluna.registros, porLer ? '…' : numero(topico.registros));
    texto(coluna.ritmo, porLer ? '' : this.ritmo(topico, quadro.instante));
    const naoSeSabeQuantos = indice === ETAPAS.length - 1 && naoSeSabe(quadro).length > 0;
    const donos = new Map();
    quadro.grupos[indice].membros.forEach((membro) => membro.particoes.forEach((p) => donos.set(p, membro)));
    coluna.particoes.classList.toggle('compacta', topico.particoes.length >= COMPACTO);
    rolavel(coluna.particoes, topico.particoes.length > 2 * COMPACTO, `Partições de ${topico.nome}`);
    while (coluna.linhas.length < topico.particoes.length) this.novaParticao(coluna);
    while (coluna.linhas.length > topico.particoes.length) coluna.linhas.pop().linha.remove();
    topico.particoes.forEach((particao, i) => {
      const linha = coluna.linhas[i];
      const dono = donos.get(particao.numero);
      texto(linha.rotulo, `p${particao.numero}`);
      linha.dono.dataset.membro = dono === undefined ? '' : dono.cor % CORES_DE_MEMBRO;
      texto(linha.dono, dono === undefined ? '–' : dono.letra);
      linha.dono.title = dono === undefined ? 'sem dono' : `do membro ${dono.apelido}`;
      texto(linha.esperando, porLer ? '' : naoSeSabeQuantos ? '… esperando' : esperando(particao));
      linha.linha.classList.toggle('ilegivel', particao.naoSeLeDe !== null);
      linha.esperando.title = particao.naoSeLeDe === null ? '' : `não se lê do offset ${numero(particao.naoSeLeDe)} em diante`;
      particao.fichas.forEach((id) => destinos.set(id, linha.fila));
    });
    texto(coluna.dlt, `${topico.nome}-dlt: ${porLer ? '…' : topico.naDlt === 0 ? 'vazia' : numero(topico.naDlt)}`);
    coluna.dlt.classList.toggle('cheia', topico.naDlt > 0);
    topico.rejeitados.slice(-5).forEach((id) => destinos.set(id, coluna.rejeitados));
  }

  novaParticao(coluna) {
    const linha = {
      rotulo: el('span', { class: 'rotulo' }),
      dono: el('span', { class: 'dono' }),
      fila: el('ol', { class: 'fila' }),
      esperando: el('span', { class: 'esperando' }),
    };
    linha.linha = el('li', { class: 'particao' }, linha.rotulo, linha.dono, linha.esperando, linha.fila);
    coluna.linhas.push(linha);
    coluna.particoes.append(linha.linha);
  }

  grupo(coluna, grupo, topico) {
    quebravel(coluna.nomeDoGrupo, grupo.nome);
    texto(coluna.estado, estadoDoGrupo(grupo, topico));
    coluna.grupo.classList.toggle('vazio', grupo.membros.length === 0 && grupo.semRespostaDesde === null);
    coluna.grupo.classList.toggle('antigo', grupo.semRespostaDesde !== null);
    coluna.grupo.classList.toggle('parado', grupo.paradoDesde !== null);
    const membros = grupo.membros.map((membro) => `${membro.letra} ${membro.apelido} · ${
      membro.particoes.length ? faixas(membro.particoes) : 'sem partição'}`);
    if (coluna.membros.dataset.agora !== membros.join('\n')) {
      coluna.membros.dataset.agora = membros.join('\n');
      coluna.membros.replaceChildren(...grupo.membros.map((membro, i) => el('li', { title: `${membro.cliente} ${membro.host}` },
        el('span', { class: 'dono', dados: { membro: membro.cor % CORES_DE_MEMBRO } }, membro.letra),
        membros[i].slice(membro.letra.length))));
    }
    const transacoes = grupo.transacoes.map(({ id, desde, particoes }) =>
      `transação aberta há ${segundos(desde)} em ${particoes.join(', ')} · ${id}`);
    if (coluna.transacoes.dataset.agora !== transacoes.join('\n')) {
      coluna.transacoes.dataset.agora = transacoes.join('\n');
      coluna.transacoes.replaceChildren(...transacoes.map((transacao) => el('li', {}, transacao)));
    }
    const eventos = grupo.eventos.map((evento) => `${new Date(evento.quando).toLocaleTimeString('pt-BR')} ${evento.texto}`);
    if (coluna.eventos.dataset.agora !== eventos.join('\n')) {
      coluna.eventos.dataset.agora = eventos.join('\n');
      coluna.eventos.replaceChildren(...eventos.map((evento) => el('li', {}, evento)));
    }
  }

  /** Registros por segundo, nos últimos dois segundos, entre dois instantes que se mostraram. */
  ritmo(topico, agora) {
    const visto = this.ritmos.get(topico.nome) ?? [];
    if (visto.at(-1)?.[0] > agora) visto.length = 0; // o relógio recuou
    if (visto.at(-1)?.[0] !== agora) visto.push([agora, topico.registros]);
    while (visto.length > 2 && agora - visto[0][0] > 2000) visto.shift();
    this.ritmos.set(topico.nome, visto);
    const passaram = (agora - visto[0][0]) / 1000;
    const ritmo = passaram > 0 ? (topico.registros - visto[0][1]) / passaram : 0;
    return ritmo >= 0.1 ? `(${numero(Math.round(ritmo * 10) / 10)}/s)` : '';
  }

  /** Põe cada ficha no seu lugar; as que mudaram de fila voam da antiga para a nova. */
  move(destinos) {
    for (const [id, ficha] of this.fichas) {
      if (!destinos.has(id)) {
        ficha.remove();
        this.fichas.delete(id);
      }
    }
    const saidas = new Map();
    for (const [id, fila] of destinos) {
      const ficha = this.fichas.get(id);
      if (ficha && ficha.parentElement !== fila) saidas.set(ficha, null);
    }
    const voam = saidas.size <= VOOS_POR_QUADRO && !menosMovimento();
    if (voam) saidas.forEach((nada, ficha) => saidas.set(ficha, ficha.getBoundingClientRect()));
    const comFoco = document.activeElement;
    const proximas = new Map();
    for (const [id, fila] of destinos) {
      const ficha = this.fichas.get(id) ?? this.novaFicha(id);
      const lugar = proximas.has(fila) ? proximas.get(fila).nextElementSibling : fila.firstElementChild;
      if (lugar !== ficha) fila.insertBefore(ficha, lugar);
      proximas.set(fila, ficha);
    }
    if (comFoco?.classList.contains('ficha') && comFoco !== document.activeElement) comFoco.focus({ preventScroll: true });
    if (!voam) return;
    for (const [ficha, de] of saidas) {
      const para = ficha.getBoundingClientRect();
      ficha.animate(
        [{ transform: `translate(${de.left - para.left}px, ${de.top - para.top}px)`, zIndex: 2 }, { transform: 'none', zIndex: 2 }],
        { duration: VOO_MS, easing: 'ease-in-out' },
      );
    }
  }

  novaFicha(id) {
    const botao = el('button', { type: 'button', class: 'ficha', title: id, 'aria-label': `${rotulo(id)}: pedido ${id}` }, rotulo(id));
    botao.dataset.cor = somaDosCodigos(id) % 6;
    botao.addEventListener('click', () => this.aoEscolher(id));
    const ficha = el('li', {}, botao);
    this.fichas.set(id, ficha);
    return ficha;
  }
}

/** Um nome com `_` pode quebrar depois dele, e só ali. */
function quebravel(elemento, nome) {
  if (elemento.textContent === nome) return;
  elemento.replaceChildren(...nome.split('_').flatMap((parte, i) => (i === 0 ? [parte] : ['_', el('wbr'), parte])));
}

/** O que basta para procurá-lo: o começo da chave; de quem não tem chave, o offset. */
function rotulo(id) {
  const semChave = id.match(/^(?:novos_pedidos|pedidos_aprovados|pedidos_concluidos)(?:-dlt)?-\d+(@\d+)$/);
  return semChave ? semChave[1] : id.slice(0, 4) || '?';
}

function somaDosCodigos(id) {
  let soma = 0;
  for (let i = 0; i < id.length; i++) soma += id.charCodeAt(i);
  return soma;
}

/** De uma partição que não se lê até o fim, quantos esperam é só o que se leu. */
function esperando({ esperando: quantos, naoSeLeDe }) {
  const lidos = plural(quantos, 'esperando', 'esperando');
  return naoSeLeDe === null ? lidos : `${quantos > 0 ? `${lidos}; ` : ''}não se lê`;
}

/** "lag 23 = 10 pedidos + 13 marcas de transação": o lag do Kafka conta offsets, e nem todo offset é um pedido. */
function estadoDoGrupo(grupo, topico) {
  if (grupo.semRespostaDesde !== null) {
    return `não responde desde ${hora(grupo.semRespostaDesde)}${grupo.estado === '?' ? '' : `; antes: ${nomeDoEstado(grupo.estado)}`}`;
  }
  const parcelas = [
    plural(grupo.esperando, 'pedido', 'pedidos'),
    grupo.marcas > 0 ? plural(grupo.marcas, 'marca de transação', 'marcas de transação') : null,
    grupo.aFrente > 0 ? plural(grupo.aFrente, 'já feito', 'já feitos') : null,
    grupo.abertos > 0 ? `${numero(grupo.abertos)} à espera de uma transação aberta` : null,
    grupo.ilegiveis > 0 ? plural(grupo.ilegiveis, 'offset que não se lê', 'offsets que não se leem') : null,
  ].filter(Boolean).join(' + ');
  const estado = grupo.paradoDesde === null ? nomeDoEstado(grupo.estado) : `parado desde ${hora(grupo.paradoDesde)}`;
  const ilegiveis = topico.particoes.filter((particao) => particao.naoSeLeDe !== null).map((particao) => `p${particao.numero}`);
  const menos = grupo.paradoDesde === null && ilegiveis.length > 0 ? `, menos ${ilegiveis.join(', ')}` : '';
  return `${estado}${menos} · lag ${numero(grupo.lag)}${grupo.lag > 0 ? ` = ${parcelas}` : ''}${
    grupo.emRebalance ? ' · rebalance em curso…' : ''}`;
}

/** "p0, p1, p2", e "p0–p59" se são muitas seguidas. */
function faixas(particoes) {
  const seguidas = [];
  for (const particao of [...particoes].sort((a, b) => a - b)) {
    const ultima = seguidas.at(-1);
    if (ultima?.at(-1) === particao - 1) ultima.push(particao);
    else seguidas.push([particao]);
  }
  return seguidas
    .flatMap((estas) => (estas.length > 3 ? [`p${estas[0]}–p${estas.at(-1)}`] : estas.map((particao) => `p${particao}`)))
    .join(', ');
}

/** O que rola tem de se alcançar pelo teclado, e dizer o que é. */
function rolavel(lista, sim, nome) {
  if (sim === lista.hasAttribute('tabindex')) return;
  if (sim) {
    lista.setAttribute('tabindex', '0');
    lista.setAttribute('aria-label', nome);
  } else {
    lista.removeAttribute('tabindex');
    lista.removeAttribute('aria-label');
  }
}

function nomeDoEstado(estado) {
  const nomes = {
    'Stable': 'estável', 'Empty': 'sem ninguém', 'Reconciling': 'redistribuindo partições', 'Assigning': 'distribuindo partições',
    'PreparingRebalance': 'redistribuindo partições', 'CompletingRebalance': 'redistribuindo partições', 'NotReady': 'ainda não está pronto',
    'AINDA NÃO EXISTE': 'ainda não existe', '?': '…',
  };
  return nomes[estado] ?? estado;
}
