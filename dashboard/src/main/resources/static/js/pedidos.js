import { el, hora, numero, plural, por, texto } from './dom.js';
import { Fluxo } from './fluxo.js';
import { Grafico } from './grafico.js';
import { escreve, pega } from './http.js';

const PROXIMA_BUSCA_MS = 2000;
const RESUMO_MS = 10000;

/** A visão Pedidos: o fluxo, as filas no tempo, um pedido seguido de perto. */
export function pedidos() {
  const fluxo = new Fluxo(por('fluxo'), segue);
  const grafico = new Grafico(por('grafico-filas'), [
    { nome: 'estoque', cor: '--serie-0' }, { nome: 'pagamento', cor: '--serie-1' }, { nome: 'notificação', cor: '--serie-2' },
  ]);
  let seguido = null;
  let buscando = 0;
  let ultimoPonto = 0;
  let ultimoResumo = 0;

  por('enviar-pedidos').addEventListener('click', async (evento) => {
    evento.target.disabled = true;
    try {
      const { ids } = await escreve('api/pedidos');
      texto(por('resultado-pedidos'), `${plural(ids.length, 'pedido confirmado', 'pedidos confirmados')} pelo Kafka.`);
    } catch (recusa) {
      texto(por('resultado-pedidos'), `Não enviei: ${recusa.message}`);
    } finally {
      evento.target.disabled = false;
    }
  });
  por('seguir').addEventListener('submit', (evento) => {
    evento.preventDefault();
    segue(new FormData(evento.target).get('id').trim());
  });

  function segue(id) {
    por('seguir').elements.id.value = id;
    texto(por('caminho'), 'Procurando no log…');
    seguido = id;
    busca();
  }

  async function busca() {
    const id = seguido;
    clearTimeout(buscando);
    try {
      const achado = await pega(`api/pedido?id=${encodeURIComponent(id)}`);
      if (id !== seguido) return;
      por('caminho').replaceChildren(...caminho(achado));
      if (!achado.terminou && achado.caminho.passagens.length > 0) buscando = setTimeout(busca, PROXIMA_BUSCA_MS);
    } catch (recusa) {
      texto(por('caminho'), recusa.message);
    }
  }

  return {
    historico(pontos) {
      grafico.troca(pontos.map((p) => [p.quando, p.estoque, p.pagamento, p.notificacao]));
    },
    quadro(quadro, visivel) {
      if (quadro.agora - ultimoPonto >= 1000) {
        ultimoPonto = quadro.agora;
        const { estoque, pagamento, notificacao } = quadro.auditor.esperando;
        grafico.guarda([quadro.agora, estoque, pagamento, notificacao]);
        if (visivel) grafico.desenha();
      }
      if (!visivel) return;
      fluxo.mostra(quadro);
      if (quadro.agora - ultimoResumo >= RESUMO_MS) {
        ultimoResumo = quadro.agora;
        texto(por('resumo-pedidos'), resumo(quadro.auditor));
      }
    },
  };
}

function resumo({ esperando, concluidos }) {
  return `Esperando: ${numero(esperando.estoque)} pelo estoque, ${numero(esperando.pagamento)} pelo pagamento, ${
    numero(esperando.notificacao)} pela notificação. Concluídos: ${numero(concluidos)}.`;
}

function caminho({ caminho: { id, passagens, completo }, onde }) {
  const primeira = passagens[0]?.quando;
  return [
    el('p', {}, el('strong', {}, id), `: ${onde}.`),
    el('ol', { class: 'passagens' }, ...passagens.map((passagem) => el('li', {},
      el('code', {}, passagem.topico),
      ` ${hora(passagem.quando)} (${((passagem.quando - primeira) / 1000).toLocaleString('pt-BR')} s) · partição ${
        passagem.particao}, offset ${passagem.offset}`,
      passagem.causa ? el('p', {}, `Causa: ${passagem.causa}`) : null,
      el('pre', { tabindex: 0, 'aria-label': 'valor do registro' }, passagem.valor ?? '(nulo)')))),
    completo ? null : el('p', {}, 'A busca passou do prazo antes do fim do log: pode haver mais.'),
  ].filter(Boolean);
}
