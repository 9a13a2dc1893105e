import { el, envelhece, hora, numero, plural, por, texto } from './dom.js';
import { pega } from './http.js';

const INTERVALO_MS = 3000;
const MINUTO_MS = 60000;
const HORA_MS = 3600000;
const DIA_MS = 86400000;

/** A visão Tópicos: o que há no broker, comparado com o contrato. */
export function topicos() {
  let visivel = false;
  let relogio = 0;
  let lidoEm = null;

  async function atualiza() {
    clearTimeout(relogio);
    if (!visivel) return;
    try {
      mostraTodos(await pega('api/topicos'));
      lidoEm = Date.now();
      envelhece([por('tabela-topicos')], null);
    } catch (recusa) {
      resumo(lidoEm === null ? recusa.message : `${recusa.message} O que está abaixo é das ${hora(lidoEm)}.`, 'ruim');
      envelhece([por('tabela-topicos')], lidoEm);
    }
    relogio = setTimeout(atualiza, INTERVALO_MS);
  }

  return {
    entra() {
      visivel = true;
      atualiza();
    },
    sai() {
      visivel = false;
    },
  };
}

function mostraTodos(lista) {
  const tabela = por('tabela-topicos');
  const problemas = lista.reduce((soma, topico) => soma + topico.problemas.length, 0);
  resumo(problemas === 0 ? 'Tudo em ordem.' : `${plural(problemas, 'problema', 'problemas')}; ao lado de cada um, o comando que o conserta.`,
    problemas === 0 ? 'bom' : 'ruim');
  const agora = JSON.stringify(lista);
  if (tabela.dataset.agora === agora) return; // não tira o foco de quem está copiando um comando
  tabela.dataset.agora = agora;
  tabela.replaceChildren(...lista.map((topico) => el('tr', { class: topico.doContrato ? '' : 'de-fora' },
    el('th', { scope: 'row' }, topico.nome),
    celula('Política', '', topico.politica ?? '—'),
    celula('Partições', 'numero', topico.existe ? numero(topico.particoes) : '—'),
    celula('Réplicas', 'numero', topico.existe ? numero(topico.replicas) : '—'),
    celula('Guarda por', '', guarda(topico)),
    celula('Em disco', 'numero', topico.existe ? tamanho(topico.bytes) : '—'),
    celula('Situação', 'situacao-do-topico', ...situacao(topico)))));
}

/** Numa tela estreita cada célula é uma linha, e diz de que coluna é. */
function celula(rotulo, classe, ...conteudo) {
  return el('td', { class: classe, dados: { rotulo } }, ...conteudo);
}

function situacao(topico) {
  if (!topico.doContrato) return ['não é deste sistema'];
  if (topico.problemas.length === 0) return ['em ordem'];
  return topico.problemas.map((problema) => el('div', { class: 'problema' },
    el('p', {}, problema.texto), el('pre', { tabindex: 0, 'aria-label': 'comando que conserta' }, problema.comando)));
}

function guarda({ existe, politica, retencao }) {
  if (!existe) return '—';
  if (politica === 'compact') return 'para sempre, o último de cada chave';
  const ms = Number(retencao);
  if (ms < 0) return 'para sempre';
  if (ms < 2 * MINUTO_MS) return plural(Math.round(ms / 1000), 'segundo', 'segundos');
  if (ms < 2 * HORA_MS) return plural(Math.round(ms / MINUTO_MS), 'minuto', 'minutos');
  return ms < 2 * DIA_MS ? plural(Math.round(ms / HORA_MS), 'hora', 'horas') : plural(Math.round(ms / DIA_MS), 'dia', 'dias');
}

function tamanho(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${numero(Math.round(bytes / 1024))} KB` : `${numero(Math.round(bytes / 104857.6) / 10)} MB`;
}

function resumo(frase, estado) {
  texto(por('topicos-resumo'), frase);
  por('topicos-resumo').dataset.estado = estado;
}
