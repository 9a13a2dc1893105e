import { antigo, naoSeSabe, porQueAntigo } from './auditor.js';
import { el, hora, mostra, numero, plural, por, texto, umPorVez } from './dom.js';
import { Fluxo } from './fluxo.js';
import { Grafico } from './grafico.js';
import { escreve, pega } from './http.js';

const PROXIMA_BUSCA_MS = 2000;
const MAIOR_ESPERA_MS = 10000; // o que não muda se procura menos: cada busca lê o log
const RESUMO_MS = 10000;
const HISTORICO_MS = 2000;

/** A visão Pedidos: o fluxo, as filas no tempo, um pedido seguido de perto. */
export function pedidos() {
  const fluxo = new Fluxo(por('fluxo'), segue);
  const grafico = new Grafico(por('grafico-filas'), [
    { nome: 'estoque', cor: '--serie-0' }, { nome: 'pagamento', cor: '--serie-1' }, { nome: 'notificação', cor: '--serie-2' },
  ]);
  let seguido = null;
  let porAcabar = false; // o que se segue ainda vai a caminho
  let visivel = false;
  let buscando = 0;
  let esperaMs = PROXIMA_BUSCA_MS;
  let mostrado = ''; // o que se achou da última vez
  const situacao = el('p', { class: 'situacao', role: 'status', hidden: true });
  por('fluxo').before(situacao);
  let ultimoHistorico = -Infinity;
  let ultimoResumo = -Infinity;

  por('enviar-pedidos').addEventListener('click', (evento) => umPorVez(evento.currentTarget, async () => {
    texto(por('resultado-pedidos'), 'Enviando…');
    try {
      const { ids } = await escreve('api/pedidos');
      texto(por('resultado-pedidos'), `${plural(ids.length, 'pedido confirmado', 'pedidos confirmados')} pelo Kafka.`);
    } catch (recusa) {
      texto(por('resultado-pedidos'), `${recusa.incerta ? 'Não sei quantos enviei (podem ter sido gravados todos, alguns ou nenhum)' : 'Não enviei'}: ${recusa.message}`);
    }
  }));
  por('seguir').addEventListener('submit', (evento) => {
    evento.preventDefault();
    segue(new FormData(evento.target).get('id').trim());
  });

  function segue(id) {
    por('seguir').elements.id.value = id;
    texto(por('caminho'), 'Procurando no log…');
    seguido = id;
    porAcabar = true;
    mostrado = '';
    busca();
  }

  function procuraDepois(mudou) {
    esperaMs = mudou ? PROXIMA_BUSCA_MS : Math.min(esperaMs * 1.5, MAIOR_ESPERA_MS);
    buscando = setTimeout(busca, esperaMs);
  }

  async function busca() {
    const id = seguido;
    clearTimeout(buscando);
    if (!visivel) return; // quem volta à visão o procura
    if (document.visibilityState !== 'visible') { // quem volta à página o vê logo
      buscando = setTimeout(busca, PROXIMA_BUSCA_MS);
      return;
    }
    try {
      const achado = await pega(`api/pedido?id=${encodeURIComponent(id)}`);
      if (id !== seguido) return;
      const agora = JSON.stringify(achado);
      const mudou = agora !== mostrado;
      mostrado = agora;
      if (mudou) por('caminho').replaceChildren(...caminho(achado, segue)); // o que se selecionou continua selecionado
      porAcabar = !achado.terminou && achado.caminho.passagens.length > 0;
      if (porAcabar) procuraDepois(mudou);
    } catch (recusa) { // o Kafka, ou o dashboard, pode voltar: quem segue um pedido não tem de pedir de novo
      if (id !== seguido) return;
      mostrado = '';
      texto(por('caminho'), recusa.message);
      porAcabar = recusa.incerta;
      if (porAcabar) procuraDepois(true);
    }
  }

  /** O servidor guarda a história: aqui não falta o que se passou com a página escondida ou fechada. */
  async function filas() {
    try {
      const serie = await pega('api/historico', (corpo) => (corpo === '' ? null : JSON.parse(corpo)));
      if (serie === null) grafico.mostra([[], [], [], []]); // ainda se lê: o que havia era de outra conta
      else grafico.mostra([serie.estoque.map((nada, i) => serie.desde / 1000 + i), serie.estoque, serie.pagamento, serie.notificacao]);
    } catch {
      // o que não veio agora vem na próxima vez; sem o servidor, a página já o diz
    }
  }

  return {
    entra() {
      visivel = true;
      if (porAcabar) busca();
    },
    sai() {
      visivel = false;
    },
    naMao: (agora) => fluxo.naMao(agora),
    quadro(quadro, visivel) {
      if (!visivel) return;
      fluxo.mostra(quadro);
      const velho = antigo(quadro);
      por('fluxo').classList.toggle('antigo', velho);
      mostra(situacao, velho);
      situacao.dataset.estado = 'antigo';
      texto(situacao, velho ? frase(quadro) : '');
      if (performance.now() - ultimoHistorico >= HISTORICO_MS) {
        ultimoHistorico = performance.now();
        filas();
      }
      if (performance.now() - ultimoResumo >= RESUMO_MS) {
        ultimoResumo = performance.now();
        texto(por('resumo-pedidos'), resumo(quadro));
      }
    },
  };
}

function resumo(quadro) {
  if (quadro.instante === null) return '';
  const { esperando, concluidos } = quadro.auditor;
  const antes = `Esperando: ${numero(esperando.estoque)} pelo estoque, ${numero(esperando.pagamento)} pelo pagamento`;
  return naoSeSabe(quadro).length > 0
    ? `${antes}. Da notificação não se sabe.`
    : `${antes}, ${numero(esperando.notificacao)} pela notificação. Concluídos: ${numero(concluidos)}.`;
}

function frase(quadro) {
  const { kafka, instante } = quadro;
  if (instante === null) {
    return kafka.semContatoDesde !== null ? 'Ainda não li o log: o Kafka não responde.' : `Lendo o histórico: ${kafka.lido}%`;
  }
  return `O que se vê é das ${hora(instante)}: ${porQueAntigo(quadro)}.`;
}

function caminho({ caminho: { id, passagens, comecamAssim, completo }, onde }, segue) {
  const primeira = passagens[0]?.quando;
  return [
    el('p', {}, el('strong', {}, id), `: ${onde}.`),
    comecamAssim.length === 0 ? null : el('ul', { class: 'candidatos' }, ...comecamAssim.map((um) => el('li', {},
      el('button', { type: 'button', class: 'pequeno secondary', aoClicar: () => segue(um) }, um)))),
    el('ol', { class: 'passagens' }, ...passagens.map((passagem) => el('li', {},
      el('code', {}, passagem.topico),
      ` ${hora(passagem.quando)} (${((passagem.quando - primeira) / 1000).toLocaleString('pt-BR')} s) · partição ${
        passagem.particao}, offset ${passagem.offset}`,
      passagem.causa ? el('p', {}, `Causa: ${passagem.causa}`) : null,
      el('pre', { tabindex: 0, 'aria-label': 'valor do registro' }, passagem.valor ?? '(nulo)')))),
    completo ? null : el('p', {}, 'A busca não chegou ao fim do log (o prazo acabou, ou há nele algo que não se lê): pode haver mais.'),
  ].filter(Boolean);
}
