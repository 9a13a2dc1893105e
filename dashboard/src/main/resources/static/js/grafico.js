import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import { el, hora, numero } from './dom.js';

const MENOR_INTERVALO_S = 60;
const cor = (nome) => getComputedStyle(document.documentElement).getPropertyValue(nome).trim();

/**
 * Linhas no tempo, com os números de agora ao lado em texto: o desenho não diz nada a quem não o vê.
 *
 * `series`: [{ nome, cor: '--variavel' }].
 */
export class Grafico {
  constructor(onde, series) {
    this.onde = onde;
    this.series = series;
    this.pontos = [[], ...series.map(() => [])];
    this.valores = series.map((serie) => el('b'));
    this.tela = el('div', { 'aria-hidden': true });
    this.onde.append(
      this.tela,
      el('ul', { class: 'series' },
        ...series.map((serie, i) => el('li', { class: `serie-${i}` }, `${serie.nome}: `, this.valores[i]))),
    );
    new ResizeObserver(() => this.desenha()).observe(this.onde);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.refaz());
    document.addEventListener('tema', () => this.refaz());
  }

  /** Um ponto por instante, em milissegundos, com um valor por série. */
  troca(pontos) {
    this.mostra([pontos.map(([quando]) => quando / 1000), ...this.series.map((_, i) => pontos.map((ponto) => ponto[i + 1]))]);
  }

  /** As colunas já prontas: os instantes, em segundos, e uma lista por série, com nulo onde não se sabe. */
  mostra(colunas) {
    this.pontos = colunas;
    this.desenha();
  }

  refaz() {
    this.uplot?.destroy();
    this.uplot = undefined;
    this.desenha();
  }

  desenha() {
    this.valores.forEach((valor, i) => { valor.textContent = ultimo(this.pontos[i + 1]); });
    const width = this.onde.clientWidth;
    if (width === 0) return; // a visão está escondida
    if (!this.uplot) {
      const eixo = { stroke: cor('--pico-muted-color'), grid: { stroke: cor('--grade'), width: 1 }, ticks: { show: false } };
      this.uplot = new uPlot({
        width,
        height: 180,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { range: () => intervalo(this.pontos[0]) }, y: { range: (u, min, max) => [0, Math.max(5, max * 1.1)] } },
        axes: [
          { ...eixo, values: (u, marcas) => marcas.map((s) => hora(s * 1000).slice(0, marcas[1] - marcas[0] < 60 ? 8 : 5)) },
          { ...eixo, size: 60, values: (u, marcas) => marcas.map((n) => (Number.isInteger(n) ? numero(n) : '')) },
        ],
        series: [{}, ...this.series.map((serie) => ({ label: serie.nome, stroke: cor(serie.cor), width: 2, points: { show: false }, spanGaps: false }))],
      }, this.pontos, this.tela);
    } else {
      if (this.uplot.width !== width) this.uplot.setSize({ width, height: 180 });
      this.uplot.setData(this.pontos);
    }
  }
}

/** De um ponto só, o uPlot mostraria um dia; de nenhum, 1970. */
function intervalo(instantes) {
  const fim = instantes.at(-1) ?? Date.now() / 1000;
  return [Math.min(instantes[0] ?? fim, fim - MENOR_INTERVALO_S), fim];
}

function ultimo(coluna) {
  const valor = coluna.findLast((um) => um !== null);
  return valor === undefined ? '…' : numero(valor);
}
