// SharedWorker: uma conexão só com o dashboard, para todas as abas deste navegador (ele não abre mais que seis por servidor), e
// nenhuma enquanto nenhuma aba está à vista.
import { Corrente } from './corrente.js';

const ESQUECE_MS = 20000;
const abas = new Map(); // porta → quando disse, pela última vez, que está à vista
let ultimo = null;

const corrente = new Corrente(new URL('..', import.meta.url), (evento, dados) => {
  if (evento === 'quadro') ultimo = dados;
  if (evento === 'caiu') ultimo = null; // a quem abrir outra aba não se diz que é de agora
  abas.forEach((quando, aba) => aba.postMessage([evento, dados]));
});

function decide() {
  const agora = performance.now();
  abas.forEach((quando, aba) => {
    if (agora - quando > ESQUECE_MS) abas.delete(aba); // morreu sem se despedir
  });
  if (abas.size > 0) {
    corrente.liga();
  } else {
    corrente.desliga();
    ultimo = null;
  }
}

self.addEventListener('connect', ({ ports: [aba] }) => {
  aba.onmessage = ({ data: visivel }) => {
    const nova = visivel && !abas.has(aba);
    if (visivel) abas.set(aba, performance.now());
    else abas.delete(aba);
    decide();
    if (nova && ultimo) aba.postMessage(['quadro', ultimo]);
  };
});
setInterval(decide, ESQUECE_MS / 2);
