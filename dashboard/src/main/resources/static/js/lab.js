import { pega } from './http.js';

// A chave do laboratório vem no endereço que o start.sh mostra, depois do #: não sai do navegador, nem fica na barra.
const CHAVE = 'chave-do-lab';
const doEndereco = location.hash.match(/^#chave=([\w-]+)$/);
if (doEndereco) {
  sessionStorage.setItem(CHAVE, doEndereco[1]);
  history.replaceState(null, '', location.pathname + location.search);
}

/** O header que liga os botões que mandam no laboratório. */
export function headersDoLab() {
  const chave = sessionStorage.getItem(CHAVE);
  return chave ? { 'X-Lab-Chave': chave } : {};
}

/** Se há um laboratório, se esta página manda nele, e os programas dele. */
export const laboratorio = () => pega('api/lab', JSON.parse, headersDoLab());
